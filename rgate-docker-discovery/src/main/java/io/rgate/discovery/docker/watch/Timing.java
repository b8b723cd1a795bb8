package io.rgate.discovery.docker.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a watch does something by itself.
 *
 * @param resync between two lists of everything, as a net under the events
 */
public record Timing(Delay delay, RandomGenerator random, Duration resync) {
  /** By the clock and by chance. */
  public static Timing real(Duration resync) {
    return new Timing(Thread::sleep, RandomGenerator.getDefault(), resync);
  }

  Backoff backoff() {
    return new Backoff(random);
  }
}
