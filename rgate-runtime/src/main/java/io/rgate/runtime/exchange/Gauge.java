package io.rgate.runtime.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way at one endpoint or route. */
public final class Gauge {
  private final AtomicInteger count = new AtomicInteger();

  /** Adds one. */
  public void begin() {
    count.getAndIncrement();
  }

  /** Subtracts one. */
  public void end() {
    count.getAndDecrement();
  }

  int count() {
    return count.get();
  }
}
