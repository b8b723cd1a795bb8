package io.rgate.http.loop;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a watcher gets reports while no thread reads. The state is one atomic value, so that a
 * reader and a watcher never read at the same time.
 */
final class Watch {
  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  private static final int OFF = 0;
  private static final int ON = 1;
  private static final int TELLING = 2;

  private final AtomicInteger state = new AtomicInteger(OFF);
  private volatile @Nullable Watcher watcher;
  private volatile long due = Loop.NEVER;

  void begin(Watcher who, long end) {
    watcher = who;
    due = end;
    state.set(ON);
  }

  /** Ends the watch; false if it has ended already. */
  @SuppressWarnings("ThreadPriorityCheck") // a watcher does not wait, so this loop is short
  boolean end() {
    while (!state.compareAndSet(ON, OFF)) {
      if (state.get() == OFF) {
        return false;
      }
      Thread.yield();
    }
    due = Loop.NEVER;
    return true;
  }

  /** Tells the watcher that something can be read; false if there is no watcher. */
  boolean tell() {
    Watcher who = watcher;
    if (who == null || !state.compareAndSet(ON, TELLING)) {
      return false;
    }
    boolean more = false;
    try {
      more = who.readable();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a connection's watcher failed", e);
    } finally {
      state.set(more ? ON : OFF);
    }
    return true;
  }

  /** Tells the watcher if its time has passed; returns when to check again. */
  long check(long now) {
    long end = due;
    Watcher who = watcher;
    if (end > now || who == null || !state.compareAndSet(ON, TELLING)) {
      return end > now ? end : Loop.NEVER;
    }
    try {
      who.overdue();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a connection's watcher failed", e);
    } finally {
      state.set(OFF);
    }
    return Loop.NEVER;
  }
}
