package io.rgate.runtime.balance;

import io.rgate.api.GatewayConfig.Concurrency;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits how many requests are under way at a backend. Safe for use by many threads. */
public final class Gate {
  private final Concurrency limit;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Fair, so that the request that has waited longest comes next. */
  private final Semaphore places;

  /** Lets through what {@code limit} says. */
  public Gate(Concurrency limit) {
    this.limit = limit;
    this.places = new Semaphore(limit.most(), true);
  }

  Concurrency limit() {
    return limit;
  }

  /**
   * Takes a place, to be given back by {@link #leave}; waits for one if the queue is not full.
   *
   * @return false if there is none
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean enter() throws InterruptedException {
    if (limit.most() == 0 || (waiting.get() == 0 && places.tryAcquire())) {
      return true;
    }
    try {
      return waiting.incrementAndGet() <= limit.queue()
          ? places.tryAcquire(limit.queueTimeout().toNanos(), TimeUnit.NANOSECONDS)
          : places.tryAcquire();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Gives a place back. */
  public void leave() {
    if (limit.most() > 0) {
      places.release();
    }
  }
}
