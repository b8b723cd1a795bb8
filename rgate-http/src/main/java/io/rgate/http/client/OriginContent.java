package io.rgate.http.client;

import io.rgate.http.wire.ContentReader;
import io.rgate.http.wire.PieceStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of an origin's answer, read from its connection. A read reports the end only when the
 * content is complete. For one reader; any thread may close it.
 */
final class OriginContent extends PieceStream {
  private final ClientExchange exchange;
  private final ContentReader reader;
  private boolean told;
  private @Nullable IOException broken;
  private volatile boolean closed;

  OriginContent(ClientExchange exchange, ContentReader reader) {
    this.exchange = exchange;
    this.reader = reader;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (broken != null) {
      throw broken;
    }
    if (closed) {
      throw new IOException("content was given up");
    }
    if (length == 0) {
      return 0;
    }
    if (reader.isFinished()) {
      told = true;
      return -1;
    }
    int count;
    try {
      count = reader.read(target, offset, length);
    } catch (IOException e) {
      exchange.close();
      throw e;
    }
    exchange.moved();
    if (reader.isFinished()) {
      told = count < 0;
      exchange.end();
    }
    return count;
  }

  /**
   * How many bytes can be read without waiting; 1 if only the end can be read. The caller then does
   * not flush, and sends the end together with the last bytes.
   */
  @Override
  public int available() {
    if (closed || broken != null || told) {
      return 0;
    }
    if (!reader.isFinished()) {
      advance();
    }
    return reader.isFinished() ? 1 : reader.available();
  }

  private void advance() {
    try {
      reader.advance();
    } catch (IOException e) {
      broken = e; // the next read throws it
      exchange.close();
    }
    if (reader.isFinished()) {
      exchange.end();
    }
  }

  @Override
  public void close() {
    closed = true;
    exchange.close();
  }
}
