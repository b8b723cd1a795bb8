package io.rgate.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way at one place. */
final class Gauge {
  private final AtomicInteger count = new AtomicInteger();

  void begin() {
    count.getAndIncrement();
  }

  void end() {
    count.getAndDecrement();
  }

  int count() {
    return count.get();
  }
}
