package io.rgate.http.sending;

import io.rgate.api.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a request is on its way, and how long its two sides may still wait for each other. */
abstract class Progress {
  /** What is being done, and so which side is slow. */
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

  private final Timeouts timeouts;
  private volatile State state = State.WRITING;
  private volatile long moved = System.nanoTime();
  private volatile Duration idle;
  private volatile boolean answered;
  private volatile @Nullable State overdue;

  Progress(Timeouts timeouts) {
    this.timeouts = timeouts;
    this.idle = timeouts.idleBody();
  }

  /** Called when the sending begins, also when it begins again. */
  final void restart() {
    become(State.WRITING);
    overdue = null;
  }

  final boolean is(State expected) {
    return state == expected;
  }

  /**
   * Called when the head of the answer has been read; from now on the limit for a pause is {@code
   * longest}.
   */
  public void answered(Duration longest) {
    idle = longest;
    answered = true;
    moved();
  }

  /** Called when bytes have moved in one of the two directions. */
  public void moved() {
    if (state != State.SENT) {
      moved = System.nanoTime();
    }
  }

  /**
   * Whether the upload waits for the content's own stream, or waited for it when the time limit was
   * reached. What happens after that does not count.
   */
  final boolean waitsForContent() {
    State then = overdue;
    return (then == null ? state : then) == State.READING;
  }

  /** How long a wait for the origin that began at {@code since} may still take. */
  public long left(long since) {
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

  /** Sets the state and restarts the clock. */
  final void become(State next) {
    moved = System.nanoTime();
    state = next;
  }
}
