package io.rgate.runtime.tunnel;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel. One thread copies it, as the bytes come. In a WebSocket any thread may
 * have it end at the next border of a frame.
 */
final class Direction {
  private static final System.Logger LOG = System.getLogger(Direction.class.getName());

  /** What a thread holds while it waits. */
  private static final int LITTLE = 1024;

  private static final int MUCH = 32 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final byte @Nullable [] notice;
  private final @Nullable Borders borders;
  private final byte[] little = new byte[LITTLE];
  private final AtomicReference<State> state = new AtomicReference<>(State.MOVES);
  private volatile boolean wanted;
  private volatile boolean ended;
  private volatile long moved = System.nanoTime();
  private volatile long bytes;

  /** Who may write to the far side. */
  private enum State {
    /** The thread that copies. */
    MOVES,
    /** Whoever wants the end, because the thread that copies waits between two frames. */
    WAITS,
    /** A thread that writes the notice. */
    ENDS,
    /** Nobody: the notice was written. */
    NOTICED
  }

  /**
   * From {@code in} to {@code out}.
   *
   * @param notice the last frame if the gateway ends this direction; null if the protocol is not
   *     WebSocket
   */
  Direction(InputStream in, OutputStream out, byte @Nullable [] notice) {
    this.in = in;
    this.out = out;
    this.notice = notice;
    this.borders = notice == null ? null : new Borders();
  }

  /** How many bytes have come. */
  long bytes() {
    return bytes;
  }

  /** When bytes came last, on the clock of {@link System#nanoTime()}. */
  long moved() {
    return moved;
  }

  /**
   * Copies until the source ends, and then ends the far side; or until the notice was given and the
   * source has answered it.
   *
   * @throws IOException if one of both sides fails
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread copies
  void copy() throws IOException {
    while (true) {
      standBy();
      byte[] piece = little;
      int count = in.read(little, 0, LITTLE);
      if (count < 0) {
        end();
        return;
      }
      if (count == LITTLE && in.available() > 0) {
        // A large buffer is held only as long as there is no need to wait.
        piece = Arrays.copyOf(little, MUCH);
        count += Math.max(0, in.read(piece, LITTLE, MUCH - LITTLE));
      }
      moved = System.nanoTime();
      bytes += count;
      if (take(piece, count)) {
        return;
      }
    }
  }

  /** Between two frames: lets another thread give the notice while this one waits. */
  private void standBy() {
    Borders frames = borders;
    if (frames != null && frames.atBorder() && !frames.isClosed()) {
      if (state.compareAndSet(State.MOVES, State.WAITS) && wanted) {
        giveNotice();
      }
    }
  }

  /** Passes a piece on; true if nothing more is to come. */
  private boolean take(byte[] piece, int count) throws IOException {
    Borders frames = borders;
    if (frames == null) {
      out.write(piece, 0, count);
      return false;
    }
    if (!isMine()) {
      frames.pass(piece, 0, count);
      return frames.isClosed();
    }
    int to = count;
    if (wanted && !frames.isClosed()) {
      to = frames.passToBorder(piece, 0, count);
    } else {
      frames.pass(piece, 0, count);
    }
    out.write(piece, 0, to);
    if (to < count) {
      standBy();
      frames.pass(piece, to, count);
    }
    return false;
  }

  private boolean isMine() {
    return state.compareAndSet(State.WAITS, State.MOVES) || state.get() == State.MOVES;
  }

  /** Has the notice given as soon as a frame ends; does not wait. */
  void wantNotice() {
    wanted = true;
  }

  /** Gives the notice that is wanted if no thread copies; called by any thread, which may wait. */
  void giveNotice() {
    byte[] frame = notice;
    if (frame == null || !state.compareAndSet(State.WAITS, State.ENDS)) {
      return; // the thread that copies will do so
    }
    try {
      out.write(frame, 0, frame.length);
    } catch (IOException e) {
      LOG.log(DEBUG, "a side of a tunnel is gone before it could be told of the end", e);
    }
    state.set(State.NOTICED);
    if (ended) {
      endFarSide();
    }
  }

  private void end() throws IOException {
    ended = true;
    if (wanted) {
      standBy();
      giveNotice(); // the far side may be there for long
    }
    boolean mine = isMine();
    if (mine || state.get() == State.NOTICED) {
      out.close();
    }
  }

  /** Ends the far side; a second call does nothing. */
  void endFarSide() {
    try {
      out.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "a side of a tunnel is gone before its end", e);
    }
  }
}
