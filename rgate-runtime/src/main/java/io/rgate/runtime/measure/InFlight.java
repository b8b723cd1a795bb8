package io.rgate.runtime.measure;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the exchanges that are being served, and knows whether the gateway is stopping. */
public final class InFlight {
  private final AtomicLong count = new AtomicLong();
  private volatile boolean draining;

  /** An exchange begins. */
  public void begin() {
    count.incrementAndGet();
  }

  /** An exchange is over. */
  public void end() {
    count.decrementAndGet();
  }

  /** How many exchanges are being served. */
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
