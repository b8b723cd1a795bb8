package io.rgate.http.server;

import io.rgate.api.Body;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.ContentReader;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.PieceStream;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;

/** The content of a request for the service. For one reader at a time. */
final class RequestContent extends PieceStream {
  private final ServerExchange exchange;
  private final ContentReader reader;
  private final Duration idle;
  private final WaitLimit waitLimit = this::remaining;
  private volatile boolean leftToService;
  private volatile boolean begun;
  private volatile boolean broken;
  private volatile boolean over;

  /** Content for which each read waits at most {@code idle} until the response has begun. */
  RequestContent(ServerExchange exchange, ContentReader reader, Duration idle) {
    this.exchange = exchange;
    this.reader = reader;
    this.idle = idle;
  }

  /** If an origin has to ask for it first, how long that takes is not the client's fault. */
  private long remaining(long since) {
    return leftToService || exchange.isBegun()
        ? WaitLimit.FOR_EVER
        : since + idle.toNanos() - System.nanoTime();
  }

  /** See {@link io.rgate.transport.Exchange#leaveExpectation}. */
  void leaveExpectation() {
    leftToService = true;
  }

  /** Whether the next bytes on the connection are another request. */
  boolean isFinished() {
    return reader.isFinished();
  }

  /** Whether no byte of it has been read. */
  boolean isUntouched() {
    return !begun && !reader.isFinished();
  }

  /** Whether it failed, so that the next bytes have no known meaning. */
  boolean isBroken() {
    return broken;
  }

  /** How many bytes are left, or a large number. */
  long left() {
    return reader.left();
  }

  /** The content with that framing; only chunked content has trailers. */
  Body body(long framing) {
    return framing == Framing.CHUNKED
        ? new Body(this, Body.UNKNOWN, reader::trailers)
        : new Body(this, framing);
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
      exchange.contentBegins(!leftToService);
    }
    return readMore(target, offset, length);
  }

  private int readMore(byte[] target, int offset, int length) throws IOException {
    boolean fine = false;
    try {
      exchange.input().waitLimit(waitLimit);
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
  public int available() {
    return broken ? 0 : reader.available();
  }

  /** Skips unread content that is in the buffer; that may be all of it. */
  void skipBuffered() throws IOException {
    boolean fine = false;
    try {
      reader.skipBuffered();
      fine = true;
    } finally {
      broken = !fine;
    }
  }

  /** Called when no other code will read it. */
  void end() {
    over = true;
  }

  /** Reads the rest if it is not more than {@code most} bytes; returns whether all was read. */
  boolean drain(int most) throws IOException {
    byte[] piece = new byte[8 * 1024];
    int left = most;
    while (!reader.isFinished() && left > 0) {
      left -= Math.max(reader.read(piece, 0, Math.min(piece.length, left)), 0);
    }
    return reader.isFinished();
  }
}
