package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to an origin: the head, and what content is at hand, in one write on the
 * request's own thread; the rest, if there is one, piece by piece on a virtual thread beside it, so
 * that an answer is seen that comes before the request is whole.
 */
final class Upload {
  private static final int PIECE = 16 * 1024;

  /** Room before a piece for its chunk size, and behind it for the line's end. */
  private static final int BEFORE = 10;

  private static final int BEHIND = 2;
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
  private static final Duration LAST_WRITE = Duration.ofMillis(100);

  private enum State {
    /** The client's content is waited for. */
    READING,
    /** A piece is being written. */
    WRITING,
    /** The last bytes are being written. */
    ENDING,
    /** All of it is with the operating system. */
    SENT
  }

  private final Body body;
  private final long headNanos;
  private final long idleNanos;

  /** The head, and behind it the content that was at hand when it was sent first. */
  private byte[] start;

  private long left;
  private boolean begun;
  private volatile State state = State.WRITING;
  private volatile boolean answered;
  private volatile boolean cancelled;
  private volatile @Nullable IOException clientFailure;
  private @Nullable Thread pump;

  /**
   * Prepares {@code request} for {@code endpoint}; its content is not touched before {@link #send}.
   *
   * @throws IllegalArgumentException if it cannot be sent as one request
   */
  Upload(Request request, Endpoint endpoint, Timeouts timeouts) {
    this.body = request.body();
    this.left = body.length() == Body.UNKNOWN ? Long.MAX_VALUE : body.length();
    this.headNanos = timeouts.responseHead().toNanos();
    this.idleNanos = timeouts.idleBody().toNanos();
    this.start = RequestHead.encode(request, endpoint);
  }

  private void addContentAtHand() throws IOException {
    if (body.length() <= 0 || body.stream().available() == 0) {
      return;
    }
    byte[] whole = Arrays.copyOf(start, start.length + (int) Math.min(PIECE, left));
    int size = start.length;
    try {
      InputStream in = body.stream();
      while (size < whole.length && in.available() > 0) {
        size += requireMore(in.read(whole, size, whole.length - size));
      }
    } catch (IOException e) {
      clientFailure = e;
      throw e;
    }
    left -= size - start.length;
    start = size == whole.length ? whole : Arrays.copyOf(whole, size);
  }

  private static int requireMore(int count) throws ClientBodyException {
    if (count < 0) {
      throw new ClientBodyException(400, "content is shorter than it was declared", null);
    }
    return count;
  }

  /**
   * Sends what there is, and has the rest sent; once more if nothing of it could be sent before.
   */
  void send(OriginConnection target) throws IOException {
    if (!begun) {
      begun = true;
      addContentAtHand();
    }
    target.write(ByteBuffer.wrap(start));
    if (left == 0) {
      state = State.SENT;
    } else {
      pump = Thread.ofVirtual().name("rgate-upload").start(() -> pump(target));
    }
  }

  /** Says that the head of the answer is there, and only pauses are to be watched from now on. */
  void answered() {
    answered = true;
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

  /** Whether it is the client that everybody waits for. */
  boolean waitsForClient() {
    return state == State.READING;
  }

  /** What the client did wrong while it sent its content, or null: the origin is not to blame. */
  @Nullable IOException clientFailure() {
    return clientFailure;
  }

  /** Sends no more; a read that is under way ends when the client's connection does. */
  void cancel() {
    cancelled = true;
  }

  private void pump(OriginConnection target) {
    try {
      if (body.length() == Body.UNKNOWN) {
        pumpChunks(target);
      } else {
        pumpLength(target);
      }
    } catch (ClientBodyException e) {
      clientFailure = e;
      target.close();
    } catch (IOException e) {
      // Else the reader of the answer learns more: it may be there, or say why there is none.
      if (clientFailure != null) {
        target.close();
      }
    } catch (RuntimeException e) {
      clientFailure = new ClientBodyException(400, "the content's stream failed", e);
      target.close();
    }
  }

  private void pumpLength(OriginConnection target) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, left)];
    while (left > 0 && !cancelled) {
      int count = requireMore(read(target, piece, 0, (int) Math.min(piece.length, left)));
      left -= count;
      write(target, ByteBuffer.wrap(piece, 0, count), left == 0);
    }
  }

  private void pumpChunks(OriginConnection target) throws IOException {
    byte[] piece = new byte[BEFORE + PIECE + BEHIND];
    int count = read(target, piece, BEFORE, PIECE);
    while (count >= 0 && !cancelled) {
      write(target, chunk(piece, count), false);
      count = read(target, piece, BEFORE, PIECE);
    }
    if (count < 0) {
      write(target, ByteBuffer.wrap(LAST_CHUNK), true);
    }
  }

  private static ByteBuffer chunk(byte[] piece, int count) {
    byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int from = BEFORE - size.length;
    System.arraycopy(size, 0, piece, from, size.length);
    piece[BEFORE + count] = '\r';
    piece[BEFORE + count + 1] = '\n';
    return ByteBuffer.wrap(piece, from, size.length + count + BEHIND);
  }

  private int read(OriginConnection target, byte[] piece, int offset, int length)
      throws IOException {
    state = State.READING;
    target.progress(idleNanos);
    try {
      return body.stream().read(piece, offset, length);
    } catch (IOException e) {
      clientFailure = e;
      throw e;
    }
  }

  private void write(OriginConnection target, ByteBuffer bytes, boolean last) throws IOException {
    state = last ? State.ENDING : State.WRITING;
    target.progress(answered ? idleNanos : headNanos);
    target.write(bytes);
    target.progress(answered ? idleNanos : headNanos);
    if (last) {
      state = State.SENT;
    }
  }
}
