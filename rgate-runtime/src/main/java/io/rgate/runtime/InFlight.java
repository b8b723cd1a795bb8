package io.rgate.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the exchanges that are being served, and knows whether the gateway is stopping. */
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

  /** Whether the gateway is stopping. */
  boolean draining() {
    return draining;
  }

  /** Says that the gateway is stopping. */
  void drain() {
    draining = true;
  }
}
