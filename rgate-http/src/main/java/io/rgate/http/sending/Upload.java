package io.rgate.http.sending;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to an origin. The head and the content that is available go out in one write on
 * the request's own thread. The rest, if there is one, is sent piece by piece on another virtual
 * thread, so that an answer can be read before the request is complete.
 */
public final class Upload extends Progress {
  private static final int PIECE = 16 * 1024;
  private static final Duration LAST_WRITE = Duration.ofMillis(100);

  /** A failure of the content's own stream; the origin and the connection have no fault. */
  private record ContentFailure(Failure failure, Throwable cause) {}

  private final Body body;
  private final SendOptions options;

  /** Whether the origin has to say that it wants the content (RFC 9110, 10.1.1). */
  private boolean asks;

  private boolean begun;
  private boolean ended;
  private volatile boolean cancelled;
  private volatile @Nullable ContentFailure contentFailure;
  private @Nullable Thread pump;

  /** An upload of {@code request}; its content is not read before {@link #addContentAtHand}. */
  public Upload(Request request, SendOptions options) {
    super(options.timeouts());
    this.body = request.body();
    this.options = options;
    this.asks = "100-continue".equalsIgnoreCase(request.fields().get("Expect"));
  }

  /** Passes an interim response on; 100 says that the origin wants the content. */
  public void interim(int status, Fields fields) {
    asks &= status != 100;
    options.interim().take(status, fields);
  }

  /** Records that the request was prepared, so that it cannot be prepared again. */
  public void begin() {
    begun = true;
  }

  /** Whether {@link #begin} was called. */
  public boolean hasBegun() {
    return begun;
  }

  /** Adds the content that can be read without waiting, up to a limit; called before sending. */
  public void addContentAtHand(Target target) throws IOException {
    try {
      InputStream in = body.stream();
      int room = PIECE;
      while (target.left() > 0 && room > 0 && in.available() > 0) {
        target.grow(in.available());
        int count = target.transfer(in, room);
        if (count < 0 && body.length() == Body.UNKNOWN) {
          ended = true;
          return;
        }
        requireMore(count);
        room -= Math.max(1, count);
      }
      ended = target.left() == 0;
    } catch (IOException | RuntimeException e) {
      throw contentFailed(e);
    }
  }

  private static void requireMore(int count) throws EOFException {
    if (count < 0) {
      throw new EOFException("content is shorter than it was declared");
    }
  }

  private IOException contentFailed(Exception e) {
    Failure failure = e instanceof RequestContentException ? Failure.CLIENT : Failure.CONTENT;
    contentFailure = new ContentFailure(failure, e);
    return e instanceof IOException io ? io : new IOException("the content's stream failed", e);
  }

  /** Sends a request without content. */
  public void sendHead(Target target) throws IOException {
    ended = true;
    send(target);
  }

  /** Sends the bytes that were added, and starts to send the rest. */
  public void send(Target target) throws IOException {
    restart();
    if (ended) {
      target.end(body.length() == Body.UNKNOWN ? trailers() : Fields.EMPTY);
      become(State.SENT);
    } else {
      target.flush();
      pump = Thread.ofVirtual().name("rgate-upload").start(() -> pump(target));
    }
  }

  /** Whether all of it went out with the first bytes, so that it can be sent again. */
  public boolean isSentAtOnce() {
    return ended;
  }

  /** Whether all is sent, so that the connection can be used for another request. */
  public boolean isSent() {
    Thread running = pump;
    if (is(State.ENDING) && running != null) {
      try {
        // The origin may have got the last byte and answered while the write is about to return.
        running.join(LAST_WRITE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return is(State.SENT);
  }

  /** Stops sending; a read that is under way ends when its stream ends. */
  public void cancel() {
    cancelled = true;
  }

  private void pump(Target target) {
    try {
      boolean more = true;
      while (more && !cancelled) {
        more = pumpOnce(target);
      }
    } catch (IOException | RuntimeException e) {
      // Otherwise the reader of the answer finds out more: an answer, or the reason why there is
      // none.
      if (contentFailure != null) {
        target.giveUp();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a stream that returns 0 gives no way to wait for more
  private boolean pumpOnce(Target writer) throws IOException {
    writer.makeRoom();
    int count = read(writer);
    boolean last = body.length() == Body.UNKNOWN ? count < 0 : writer.left() == 0;
    if (last) {
      Fields trailers = trailers();
      become(State.ENDING);
      writer.end(trailers);
      become(State.SENT);
    } else if (count > 0) {
      become(State.WRITING);
      writer.flush();
      become(State.READING);
    } else {
      Thread.yield();
    }
    return !last;
  }

  private Fields trailers() throws IOException {
    try {
      return body.trailers().get();
    } catch (RuntimeException e) {
      throw contentFailed(e);
    }
  }

  private int read(Target writer) throws IOException {
    if (!is(State.READING)) {
      become(State.READING);
    }
    try {
      int count = writer.transfer(body.stream(), PIECE);
      if (body.length() != Body.UNKNOWN) {
        requireMore(count);
      }
      return count;
    } catch (IOException | RuntimeException e) {
      throw contentFailed(e);
    }
  }

  /**
   * What a failure of the exchange becomes.
   *
   * @param e what was thrown while the request was sent, or while the head of the answer was read
   * @param invalid why the origin's answer is not valid HTTP, or null if that is not the reason
   */
  public UpstreamException failure(Exception e, @Nullable String invalid) {
    Stage stage = isSent() ? Stage.HEAD : Stage.SEND;
    ContentFailure content = contentFailure;
    if (content != null) {
      String whose = content.failure() == Failure.CLIENT ? "the client's content" : "content";
      return new UpstreamException(
          Stage.SEND, content.failure(), whose + " failed while it was sent", content.cause());
    }
    if (options.cancellation().isCancelled()) {
      return new UpstreamException(stage, Failure.CLIENT, "the client has left", e);
    }
    if (e instanceof SocketTimeoutException) {
      return timeout(stage, e);
    }
    return invalid == null
        ? new UpstreamException(stage, Failure.CLOSED, "the origin closed before it answered", e)
        : new UpstreamException(stage, Failure.INVALID, invalid, e);
  }

  private UpstreamException timeout(Stage stage, Exception e) {
    if (waitsForContent() && asks) {
      return new UpstreamException(
          stage, Failure.TIMEOUT, "the origin did not say whether it wants the content", e);
    }
    if (waitsForContent()) {
      RequestContentException late =
          new RequestContentException(408, "the client's content does not come", e);
      return new UpstreamException(
          Stage.SEND, Failure.CLIENT, "the client's content does not come", late);
    }
    String within = Durations.text(options.timeouts().responseHead());
    return stage == Stage.SEND
        ? new UpstreamException(
            stage, Failure.TIMEOUT, "the origin took nothing of the request for " + within, e)
        : new UpstreamException(stage, Failure.TIMEOUT, "no answer within " + within, e);
  }
}
