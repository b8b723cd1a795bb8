package io.rgate.runtime;

import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes connections whose deadline is past: those on which something took too long, and those that
 * nobody has used for too long. One thread for all of them, so that a deadline costs a request no
 * timer.
 */
final class Watchdog implements AutoCloseable {
  private static final long SHORTEST_PERIOD = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_PERIOD = Duration.ofMillis(250).toNanos();

  private final Set<OriginConnection> watched = ConcurrentHashMap.newKeySet();
  private final Runnable eachRound;
  private final Thread thread;
  private volatile long period = LONGEST_PERIOD;
  private volatile Timeouts expected = Timeouts.DEFAULT;
  private volatile boolean closed;

  /** Starts to watch, and calls {@code eachRound} every now and then. */
  Watchdog(Runnable eachRound) {
    this.eachRound = eachRound;
    this.thread = Thread.ofVirtual().name("rgate-watchdog").start(this::watch);
  }

  /** Looks often enough that each of {@code timeouts} is a tenth too long at most. */
  void expect(Timeouts timeouts) {
    if (timeouts.equals(expected)) {
      return;
    }
    expected = timeouts;
    long shortest =
        Math.min(
            timeouts.connect().toNanos(),
            Math.min(timeouts.responseHead().toNanos(), timeouts.idleBody().toNanos()));
    long wanted = Math.max(SHORTEST_PERIOD, shortest / 10);
    if (wanted < period) {
      period = wanted;
      LockSupport.unpark(thread);
    }
  }

  /** Watches {@code connection} until {@link #release}; closes it at once if all is over. */
  void watch(OriginConnection connection) {
    watched.add(connection);
    if (closed) {
      connection.close();
    }
  }

  /** Looks at {@code connection} no longer. */
  void release(OriginConnection connection) {
    watched.remove(connection);
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(period);
      long now = System.nanoTime();
      for (OriginConnection connection : watched) {
        connection.closeIfOverdue(now);
      }
      eachRound.run();
    }
  }

  /** Closes every connection, those in use included. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    watched.forEach(OriginConnection::close);
  }
}
