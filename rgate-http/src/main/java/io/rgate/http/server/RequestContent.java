package io.rgate.http.server;

import io.rgate.api.Fields;
import io.rgate.http.loop.Patience;
import io.rgate.http.wire.ContentReader;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;

/** The content of a request, as the service reads it. For one reader at a time. */
final class RequestContent extends InputStream {
  private final ServerExchange exchange;
  private final ContentReader reader;
  private final Patience patience;
  private volatile boolean begun;
  private volatile boolean broken;
  private volatile boolean over;

  /** Content that is waited for as long as {@code patience} has. */
  RequestContent(ServerExchange exchange, ContentReader reader, Patience patience) {
    this.exchange = exchange;
    this.reader = reader;
    this.patience = patience;
  }

  /** Whether what follows on the connection is another request. */
  boolean isFinished() {
    return reader.isFinished();
  }

  /** Whether none of it was asked for. */
  boolean isUntouched() {
    return !begun && !reader.isFinished();
  }

  /** Whether nobody can tell how it goes on. */
  boolean isBroken() {
    return broken;
  }

  /** How many bytes are left, or a large number. */
  long left() {
    return reader.left();
  }

  Fields trailers() {
    return reader.trailers();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (reader.isFinished() || length == 0) {
      return reader.isFinished() ? -1 : 0;
    }
    if (broken || over) {
      throw new RequestContentException(
          400, over ? "the exchange is over" : "the client's content broke off before", null);
    }
    if (!begun) {
      begun = true;
      exchange.contentBegins();
    }
    return readMore(target, offset, length);
  }

  private int readMore(byte[] target, int offset, int length) throws IOException {
    boolean fine = false;
    try {
      exchange.input().patience(patience);
      int count = reader.read(target, offset, length);
      fine = true;
      if (reader.isFinished()) {
        exchange.contentEnded();
      }
      return count;
    } catch (SocketTimeoutException e) {
      throw new RequestContentException(408, "the client's content does not come", e);
    } catch (IOException e) {
      throw new RequestContentException(400, "the client's content broke off", e);
    } finally {
      broken = !fine;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int available() {
    return broken ? 0 : reader.available();
  }

  /** Passes over what is there of content that nobody has asked for; it may be all of it. */
  void skipBuffered() throws IOException {
    boolean fine = false;
    try {
      reader.skipBuffered();
      fine = true;
    } finally {
      broken = !fine;
    }
  }

  /** From now on nobody else reads it. */
  void end() {
    over = true;
  }

  /** Reads what is left if that is not more than {@code most}; tells whether all of it was read. */
  boolean drain(int most) throws IOException {
    byte[] piece = new byte[8 * 1024];
    int left = most;
    while (!reader.isFinished() && left > 0) {
      left -= Math.max(reader.read(piece, 0, Math.min(piece.length, left)), 0);
    }
    return reader.isFinished();
  }
}
