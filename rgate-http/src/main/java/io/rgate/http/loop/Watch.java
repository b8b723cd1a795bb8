package io.rgate.http.loop;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody is to be told what comes while nobody reads. One atomic word, so that a reader
 * and a watcher never read at the same time.
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

  /** False if it has ended by itself. */
  @SuppressWarnings("ThreadPriorityCheck") // a watcher does not wait, so that this is short
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

  /** Tells the watcher that something came; false if there is none. */
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

  /** Tells the watcher if its time has passed; tells when to look again. */
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
