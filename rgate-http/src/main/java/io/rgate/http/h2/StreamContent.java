package io.rgate.http.h2;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.ReceiveBuffer;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.PieceStream;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Objects;

/** The content of a request. One thread reads it; the connection's reader fills it. */
final class StreamContent extends PieceStream {
  private final Http2Stream stream;
  private final ReceiveBuffer buffer = new ReceiveBuffer();
  private final WaitLimit waitLimit = this::left;
  private final long declared;
  private long came;
  private volatile boolean leftToService;
  private boolean begun;
  private volatile Fields trailers = Fields.EMPTY;

  /** Content of {@code declared} bytes, or {@link Body#UNKNOWN}. */
  StreamContent(Http2Stream stream, long declared) {
    this.stream = stream;
    this.declared = declared;
  }

  ReceiveBuffer buffer() {
    return buffer;
  }

  Fields trailers() {
    return trailers;
  }

  /** Counts bytes that have come; false if that is more than declared. Called by the reader. */
  boolean counts(int more) {
    came += more;
    return declared == Body.UNKNOWN || came <= declared;
  }

  /** Ends the content; false if bytes are missing. Called by the reader. */
  boolean end(Fields last) {
    if (declared != Body.UNKNOWN && came < declared) {
      return false;
    }
    trailers = last;
    buffer.end();
    return true;
  }

  /** Has every read fail; returns how many bytes were dropped. */
  int fail(String why) {
    return buffer.fail(why);
  }

  /** A read has a time limit until the response has begun, if no origin is waited for. */
  private long left(long since) {
    return stream.isBegun() || leftToService
        ? WaitLimit.FOR_EVER
        : since
            + stream.connection().settings().limits().clientIdle().toNanos()
            - System.nanoTime();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    begin();
    int count;
    try {
      count = buffer.read(target, offset, length, waitLimit);
    } catch (SocketTimeoutException e) {
      throw failed(408, "the client's content does not come", e);
    } catch (IOException e) {
      throw failed(400, String.valueOf(e.getMessage()), e);
    }
    if (count > 0) {
      stream.connection().receivable().returned(count);
      returnWindow();
    }
    return count;
  }

  /** See {@link io.rgate.transport.Exchange#leaveExpectation}. */
  void leaveExpectation() {
    leftToService = true;
  }

  private RequestContentException failed(int status, String why, IOException cause) {
    fail(why);
    return new RequestContentException(status, why, cause);
  }

  /** The client may wait for 100 before it sends its content (RFC 9110, 10.1.1). */
  private void begin() throws IOException {
    if (begun) {
      return;
    }
    begun = true;
    boolean expects =
        !leftToService && "100-continue".equalsIgnoreCase(stream.head().fields().get("expect"));
    if (expects && !stream.isBegun() && buffer.available() == 0 && !stream.isRemoteEnded()) {
      stream.inform(100, Fields.EMPTY);
    }
  }

  /** Tells the client to send more, if that is worth a frame. */
  void returnWindow() {
    int more = buffer.takeReturnable();
    if (more > 0) {
      stream.connection().output().control(Frame.ofInt(Frame.WINDOW_UPDATE, stream.id(), more));
    }
  }

  @Override
  public int available() {
    return buffer.available();
  }
}
