package io.rgate.runtime.plugin;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Logs what a plug-in throws while it serves requests: one line a minute, the first with a stack.
 */
final class FaultLog {
  private static final System.Logger LOG = System.getLogger(FaultLog.class.getName());
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

  /** A log of what {@code plugin}, a {@code kind} of plug-in, throws. */
  FaultLog(String kind, Object plugin) {
    this.name = kind + " " + plugin.getClass().getName();
  }

  /** It threw {@code e}. */
  void failed(Throwable e) {
    long count = failures.incrementAndGet();
    long now = System.nanoTime();
    long due = nextLine.get();
    if (now - due < 0 || !nextLine.compareAndSet(due, now + PAUSE)) {
      return;
    }
    String line = name + " failed, " + count + " times so far; requests go on without it: " + e;
    if (count == 1) {
      LOG.log(WARNING, line, e);
    } else {
      LOG.log(WARNING, line);
    }
  }
}
