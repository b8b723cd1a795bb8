package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import io.rgate.http.wire.ContentWriter;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.Output;
import io.rgate.transport.RequestContentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to an origin. The head and the content that is available go out in one write on
 * the request's own thread. The rest, if there is one, is sent piece by piece on another virtual
 * thread, so that an answer can be read before the request is complete.
 */
final class Upload {
  private static final int PIECE = 16 * 1024;
  private static final Duration LAST_WRITE = Duration.ofMillis(100);

  /** What the upload is doing, and so which side is slow. */
  enum State {
    /** Waiting for the content's own stream. */
    READING,
    /** Waiting for the origin to take a piece. */
    WRITING,
    /** Waiting for the origin to take the last bytes. */
    ENDING,
    /** Finished: all bytes are with the operating system. */
    SENT
  }

  /** A failure of the content's own stream; the origin and the connection have no fault. */
  record ContentFailure(Failure failure, Throwable cause) {}

  private final Request request;
  private final Body body;
  private final Timeouts timeouts;
  private boolean begun;
  private volatile State state = State.WRITING;
  private volatile long moved = System.nanoTime();
  private volatile Duration idle;
  private volatile boolean answered;
  private volatile boolean cancelled;
  private volatile @Nullable State overdue;
  private volatile @Nullable ContentFailure contentFailure;
  private @Nullable Thread pump;

  /** An upload of {@code request}; its content is not read before {@link #send}. */
  Upload(Request request, Timeouts timeouts) {
    this.request = request;
    this.body = request.body();
    this.timeouts = timeouts;
    this.idle = timeouts.idleBody();
  }

  /**
   * Puts the bytes to send first into the buffer of {@code target}; called once, before sending.
   *
   * @throws IllegalArgumentException if the request cannot be sent as one valid request
   */
  @Nullable ContentWriter prepare(OriginConnection target, String authority) throws IOException {
    Output out = target.output();
    RequestHeadWriter.write(out, request, authority);
    long framing = RequestHeadWriter.framing(request);
    if (framing == 0) {
      return null;
    }
    begun = true;
    ContentWriter writer = ContentWriter.of(framing, out);
    if (framing != Framing.CHUNKED) {
      addContentAtHand(writer);
    }
    return writer;
  }

  /** Whether the origin is asked if it wants the content (RFC 9110, 10.1.1). */
  boolean expects() {
    return "100-continue".equalsIgnoreCase(request.fields().get("Expect"));
  }

  /** Whether a read of content was tried, so that the request cannot be prepared again. */
  boolean hasBegun() {
    return begun;
  }

  private void addContentAtHand(ContentWriter writer) throws IOException {
    try {
      InputStream in = body.stream();
      int room = PIECE;
      while (writer.left() > 0 && room > 0 && in.available() > 0) {
        writer.grow(in.available());
        int count = writer.transfer(in, room);
        requireMore(count);
        room -= Math.max(1, count);
      }
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

  /** Sends the prepared bytes, and starts to send the rest. */
  void send(OriginConnection target, @Nullable ContentWriter writer) throws IOException {
    moved = System.nanoTime();
    overdue = null;
    target.output().flush();
    if (writer == null || writer.left() == 0) {
      state = State.SENT;
      moved = System.nanoTime();
    } else {
      pump = Thread.ofVirtual().name("rgate-upload").start(() -> pump(target, writer));
    }
  }

  /**
   * Called when the head of the answer has been read; from now on the limit for a pause is {@code
   * longest}.
   */
  void answered(Duration longest) {
    idle = longest;
    answered = true;
    moved();
  }

  /** Called when bytes have moved in one of the two directions. */
  void moved() {
    if (state != State.SENT) {
      moved = System.nanoTime();
    }
  }

  /** Whether all is sent, so that the connection can be used for another request. */
  boolean isSent() {
    Thread running = pump;
    if (state == State.ENDING && running != null) {
      try {
        // The origin may have got the last byte and answered while the write is about to return.
        running.join(LAST_WRITE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return state == State.SENT;
  }

  /**
   * Whether the upload waits for the content's own stream, or waited for it when the time limit was
   * reached. What happens after that does not count.
   */
  boolean waitsForContent() {
    State then = overdue;
    return (then == null ? state : then) == State.READING;
  }

  /** How long a wait for the origin that began at {@code since} may still take. */
  long left(long since) {
    State now = state;
    long begin = now == State.SENT && answered ? since : later(since, moved);
    long left = begin + limit(now).toNanos() - System.nanoTime();
    if (left <= 0 && overdue == null) {
      overdue = now;
    }
    // While content is on its way the other side may be the one that is waited for a moment later,
    // which has another limit: so look again after the shorter one.
    return now == State.SENT ? left : Math.min(left, shorter().toNanos());
  }

  private Duration shorter() {
    Duration head = timeouts.responseHead();
    return answered || idle.compareTo(head) < 0 ? idle : head;
  }

  private Duration limit(State now) {
    return answered || now == State.READING ? idle : timeouts.responseHead();
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** The failure of the content's own stream, or null. */
  @Nullable ContentFailure contentFailure() {
    return contentFailure;
  }

  /** Stops sending; a read that is under way ends when its stream ends. */
  void cancel() {
    cancelled = true;
  }

  private void pump(OriginConnection target, ContentWriter writer) {
    try {
      boolean more = true;
      while (more && !cancelled) {
        more = pumpOnce(writer);
      }
    } catch (IOException | RuntimeException e) {
      // Otherwise the reader of the answer finds out more: an answer, or the reason why there is
      // none.
      if (contentFailure != null) {
        target.close();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a stream that returns 0 gives no way to wait for more
  private boolean pumpOnce(ContentWriter writer) throws IOException {
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

  private int read(ContentWriter writer) throws IOException {
    if (state != State.READING) {
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

  /** Sets the state and restarts the clock. */
  void become(State next) {
    moved = System.nanoTime();
    state = next;
  }
}
