package io.rgate.runtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The moment at which a connection is given up, on the clock of {@link System#nanoTime()}. Set and
 * taken back by whoever uses the connection, checked by {@link Watchdog}; one atomic word, so that
 * a deadline cannot strike after it was taken back.
 *
 * <p>Not {@code SO_TIMEOUT}, which costs a timer a read, and would be one more state of the socket
 * to put right before the next request.
 */
final class Deadline {
  private static final long NONE = Long.MAX_VALUE;
  private static final long STRUCK = Long.MIN_VALUE;

  private final AtomicLong at = new AtomicLong(NONE);

  /** Lets the deadline strike {@code nanos} from now; without effect if it has struck already. */
  void set(long nanos) {
    long next = System.nanoTime() + nanos;
    if (at.getAndSet(next) == STRUCK) {
      at.set(STRUCK);
    }
  }

  /** Puts a deadline that is set off to {@code nanos} from now; sets none where none is. */
  void extend(long nanos) {
    long before = at.get();
    if (before != NONE && before != STRUCK) {
      // Lost against a change by another thread: that one knows better.
      at.compareAndSet(before, System.nanoTime() + nanos);
    }
  }

  /** Takes the deadline back; false if it has struck. */
  boolean clear() {
    if (at.getAndSet(NONE) == STRUCK) {
      at.set(STRUCK);
      return false;
    }
    return true;
  }

  /** Whether it has struck; it does so once and for all. */
  boolean struck() {
    return at.get() == STRUCK;
  }

  /** Lets it strike if it is past at {@code now}; true if this call did it. */
  boolean strike(long now) {
    long set = at.get();
    return set != NONE && set != STRUCK && now - set >= 0 && at.compareAndSet(set, STRUCK);
  }
}
