package io.rgate.stats.jdbc;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double, up to a limit. Each pause is shortened at random, so that several gateways do
 * not try at the same time.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private final RandomGenerator random;
  private long millis = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The pause after a failure. */
  Duration next() {
    long pause = millis / 2 + random.nextLong(millis / 2 + 1);
    millis = Math.min(LONGEST_MILLIS, millis * 2);
    return Duration.ofMillis(pause);
  }

  /** Starts with the shortest pause again. */
  void reset() {
    millis = FIRST_MILLIS;
  }
}
