package io.rgate.runtime.measure;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the exchanges that are being served, and records whether the gateway is stopping. */
public final class InFlight {
  private final AtomicLong count = new AtomicLong();
  private volatile boolean draining;

  /** Counts an exchange that begins. */
  public void begin() {
    count.incrementAndGet();
  }

  /** Counts an exchange that has ended. */
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

  /** Records that the gateway is stopping. */
  public void drain() {
    draining = true;
  }
}
