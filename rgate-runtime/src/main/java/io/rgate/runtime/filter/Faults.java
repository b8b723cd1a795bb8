package io.rgate.runtime.filter;

import io.rgate.transport.Cancellation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the faults on purpose of a gateway have in common: chance, and the requests that they delay.
 * Safe for use by many threads.
 */
public final class Faults {
  private final Supplier<? extends RandomGenerator> random;
  private final Set<CountDownLatch> delayed = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Has {@code random} say which requests a fault happens to. */
  public Faults(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  /** Whether a fault happens to the next one, as it does to that many of a hundred. */
  boolean happens(int percent) {
    return random.get().nextInt(100) < percent;
  }

  /**
   * Waits for {@code time}.
   *
   * @return false if the client left meanwhile, the gateway was closed, or the thread interrupted
   */
  boolean delay(Duration time, Cancellation client) {
    CountDownLatch end = new CountDownLatch(1);
    delayed.add(end);
    if (closed) {
      end.countDown();
    }
    client.onCancel(end::countDown);
    try {
      return !end.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      client.forget();
      delayed.remove(end);
    }
  }

  /** Ends every delay, those too that have not begun. */
  public void close() {
    closed = true;
    delayed.forEach(CountDownLatch::countDown);
  }
}
