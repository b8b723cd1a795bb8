package io.rgate.http.loop;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One direction of a channel: whether it is ready, and the thread that waits for it. */
final class Side {
  /** Set by the loop; reset by the thread that is about to use the channel. */
  volatile boolean ready;

  private volatile @Nullable Thread waiter;
  private volatile long due = Loop.NEVER;
  private volatile boolean late;

  /** Records that this thread is about to wait, until {@code end} on the loop's clock. */
  void announce(long end) {
    late = false;
    due = end;
    waiter = Thread.currentThread();
  }

  /** Waits for {@link #wake}, or until the wait limit is reached. */
  void await(SocketTransport owner) {
    while (!ready && !late && !owner.isClosed() && !Thread.currentThread().isInterrupted()) {
      LockSupport.park(owner);
    }
  }

  /** Records that the thread no longer waits. */
  void leave() {
    waiter = null;
    due = Loop.NEVER;
  }

  /** Wakes the waiting thread; false if there is none. */
  boolean wake() {
    Thread waiting = waiter;
    if (waiting == null) {
      return false;
    }
    LockSupport.unpark(waiting);
    return true;
  }

  /** Wakes the thread if its wait limit is reached; returns when to check again. */
  long check(long now) {
    long end = due;
    if (end > now) {
      return end;
    }
    due = Loop.NEVER;
    expire();
    return Loop.NEVER;
  }

  /** Wakes the thread as if its wait limit were reached, so that it asks for its limit again. */
  void expire() {
    late = true;
    wake();
  }
}
