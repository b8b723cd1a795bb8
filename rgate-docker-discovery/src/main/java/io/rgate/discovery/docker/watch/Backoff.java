package io.rgate.discovery.docker.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The waiting time before the next try: a tenth of a second, doubled each time, at most one second.
 * So an engine that is back is seen within two seconds. The wait is a random part of this time, at
 * least one half, so that many gateways do not try at the same moment. For one thread.
 */
final class Backoff {
  private static final long FIRST = Duration.ofMillis(100).toNanos();
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  private final RandomGenerator random;
  private long next = FIRST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    long full = next;
    next = Math.min(LONGEST, full * 2);
    return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
  }

  void reset() {
    next = FIRST;
  }
}
