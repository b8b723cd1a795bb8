package io.rgate.runtime.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way at one place. */
public final class Gauge {
  private final AtomicInteger count = new AtomicInteger();

  /** One more is under way. */
  public void begin() {
    count.getAndIncrement();
  }

  /** One less is under way. */
  public void end() {
    count.getAndDecrement();
  }

  int count() {
    return count.get();
  }
}
