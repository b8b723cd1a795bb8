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
 * A request on its way to an origin: the head, and what content is at hand, in one write on the
 * request's own thread; the rest, if there is one, piece by piece on a virtual thread beside it, so
 * that an answer is seen that comes before the request is whole.
 */
final class Upload {
  private static final int PIECE = 16 * 1024;
  private static final Duration LAST_WRITE = Duration.ofMillis(100);

  /** What it is doing, and so who is waited for. */
  enum State {
    /** The content's own stream. */
    READING,
    /** The origin, to take a piece. */
    WRITING,
    /** The origin, to take the last bytes. */
    ENDING,
    /** Nobody: all of it is with the operating system. */
    SENT
  }

  /** A failure of the content's own stream: neither origin nor connection are to blame. */
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

  /** An upload of {@code request}; its content is not touched before {@link #send}. */
  Upload(Request request, Timeouts timeouts) {
    this.request = request;
    this.body = request.body();
    this.timeouts = timeouts;
    this.idle = timeouts.idleBody();
  }

  /**
   * Puts what is to be sent at once into the buffer of {@code target}: once, before it is sent.
   *
   * @throws IllegalArgumentException if it cannot be sent as one request
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

  /** Whether any content was asked for, so that the head cannot be made up anew. */
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

  /** Sends what was prepared, and has the rest sent. */
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

  /** Says that the head of the answer is there, and that pauses of {@code idle} are watched now. */
  void answered(Duration longest) {
    idle = longest;
    answered = true;
    moved();
  }

  /** Says that one of both directions has moved. */
  void moved() {
    if (state != State.SENT) {
      moved = System.nanoTime();
    }
  }

  /** Whether all is sent, so that the connection can serve another request. */
  boolean isSent() {
    Thread running = pump;
    if (state == State.ENDING && running != null) {
      try {
        // The origin may have the last byte and have answered: the write is about to return.
        running.join(LAST_WRITE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return state == State.SENT;
  }

  /**
   * Whether it is the content's own stream that everybody waits for, or waited for when the time
   * was over: what has happened since does not count.
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
    return left;
  }

  private Duration limit(State now) {
    return answered || now == State.READING ? idle : timeouts.responseHead();
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** What the content's own stream did wrong, or null. */
  @Nullable ContentFailure contentFailure() {
    return contentFailure;
  }

  /** Sends no more; a read that is under way ends when its stream does. */
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
      // Else the reader of the answer learns more: it may be there, or say why there is none.
      if (contentFailure != null) {
        target.close();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a stream that returns 0 gives nothing to wait for
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

  /** Says what it does from now on. */
  void become(State next) {
    moved = System.nanoTime();
    state = next;
  }
}
