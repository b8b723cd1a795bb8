package io.rgate.http.loop;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One direction of a channel: whether it is ready, and who waits for that. */
final class Side {
  /** Set by the loop, taken back by the thread that is about to use what is ready. */
  volatile boolean ready;

  private volatile @Nullable Thread waiter;
  private volatile long due = Loop.NEVER;
  private volatile boolean late;

  /** Announces that this thread is about to wait, until {@code end} on the loop's clock. */
  void announce(long end) {
    late = false;
    due = end;
    waiter = Thread.currentThread();
  }

  /** Waits for {@link #wake}, for as long as the loop lets it. */
  void await(SocketTransport owner) {
    while (!ready && !late && !owner.isClosed() && !Thread.currentThread().isInterrupted()) {
      LockSupport.park(owner);
    }
  }

  /** Says that the thread waits no longer. */
  void leave() {
    waiter = null;
    due = Loop.NEVER;
  }

  /** Wakes who waits; false if nobody does. */
  boolean wake() {
    Thread waiting = waiter;
    if (waiting == null) {
      return false;
    }
    LockSupport.unpark(waiting);
    return true;
  }

  /** Wakes who has waited too long; tells when to look again. */
  long check(long now) {
    long end = due;
    if (end > now) {
      return end;
    }
    due = Loop.NEVER;
    late = true;
    wake();
    return Loop.NEVER;
  }
}
