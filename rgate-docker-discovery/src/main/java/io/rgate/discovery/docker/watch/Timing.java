package io.rgate.discovery.docker.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The times at which a watch acts without an event.
 *
 * @param resync after which time everything is listed again, in case an event was missed
 */
public record Timing(Delay delay, RandomGenerator random, Duration resync) {
  /** Uses real time and real random numbers. */
  public static Timing real(Duration resync) {
    return new Timing(Thread::sleep, RandomGenerator.getDefault(), resync);
  }

  Backoff backoff() {
    return new Backoff(random);
  }
}
