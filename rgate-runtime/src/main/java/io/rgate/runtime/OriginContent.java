package io.rgate.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The content of an origin's answer, read from its connection. Reading says the end only when all
 * of it came. For one reader; any thread may close it.
 */
abstract class OriginContent extends InputStream {
  /** Shorter reads go through the buffer, so that what follows comes with the same call. */
  private static final int WORTH_A_CALL = 8 * 1024;

  private final DirectExchange exchange;
  private volatile boolean closed;

  OriginContent(DirectExchange exchange) {
    this.exchange = exchange;
  }

  /** Up to {@code length} bytes, 1 at least, waiting for the first; -1 at the end. */
  abstract int readContent(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("content was given up");
    }
    if (length == 0) {
      return 0;
    }
    return exchange.hasEnded() ? -1 : readContent(target, offset, length);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Says that all of it came; from now on the connection may serve another request. */
  final void end() {
    exchange.end();
  }

  final OriginInput input() {
    return exchange.input();
  }

  /** Waits for bytes in the buffer; false if the origin has closed instead. */
  final boolean await() throws IOException {
    return exchange.connection().await(exchange.idleNanos());
  }

  /** Reads what the origin sends, whatever it is; -1 if it has closed. */
  final int readBytes(byte[] target, int offset, int length) throws IOException {
    if (input().buffered() == 0) {
      if (length >= WORTH_A_CALL) {
        ByteBuffer window = ByteBuffer.wrap(target, offset, length);
        return exchange.connection().read(window, exchange.idleNanos());
      }
      if (!await()) {
        return -1;
      }
    }
    return input().take(target, offset, length);
  }

  @Override
  public int available() {
    return closed || exchange.hasEnded() ? 0 : input().buffered();
  }

  @Override
  public final void close() {
    closed = true;
    exchange.close();
  }
}
