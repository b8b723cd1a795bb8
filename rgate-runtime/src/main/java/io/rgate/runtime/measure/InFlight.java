package io.rgate.runtime.measure;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the exchanges that are being served, and knows whether the gateway is stopping. */
public final class InFlight {
  private final AtomicLong count = new AtomicLong();
  private volatile boolean draining;

  public void begin() {
    count.incrementAndGet();
  }

  public void end() {
    count.decrementAndGet();
  }

  public long count() {
    return count.get();
  }

  /** Whether the gateway is stopping. */
  public boolean draining() {
    return draining;
  }

  /** Says that the gateway is stopping. */
  public void drain() {
    draining = true;
  }
}
