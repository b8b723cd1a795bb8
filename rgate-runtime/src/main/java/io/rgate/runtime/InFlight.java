package io.rgate.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the exchanges that are being served, so that a gateway can stop without cutting one. */
final class InFlight {
  private final AtomicLong count = new AtomicLong();
  private volatile boolean draining;

  void begin() {
    count.incrementAndGet();
  }

  void end() {
    count.decrementAndGet();
  }

  long count() {
    return count.get();
  }

  /** Whether each response is to be the last one of its connection. */
  boolean draining() {
    return draining;
  }

  /** Waits until nothing is served any more; true if that came in time. */
  boolean drain(Duration atMost) {
    draining = true;
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (count.get() > 0 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return count.get() == 0;
  }
}
