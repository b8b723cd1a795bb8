package io.rgate.http.client;

import io.rgate.http.wire.ContentReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The content of an origin's answer, read from its connection. A read reports the end only when the
 * content is complete. For one reader; any thread may close it.
 */
final class OriginContent extends InputStream {
  private final ClientExchange exchange;
  private final ContentReader reader;
  private volatile boolean closed;

  OriginContent(ClientExchange exchange, ContentReader reader) {
    this.exchange = exchange;
    this.reader = reader;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("content was given up");
    }
    if (length == 0) {
      return 0;
    }
    if (reader.isFinished()) {
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
      exchange.end();
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int available() {
    return closed ? 0 : reader.available();
  }

  @Override
  public void close() {
    closed = true;
    exchange.close();
  }
}
