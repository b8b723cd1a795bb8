package io.rgate.discovery.docker.watch;

import java.time.Duration;

/** Waits; replaced in tests, so that they need not wait. */
@FunctionalInterface
public interface Delay {
  /** Returns after that time. */
  void sleep(Duration duration) throws InterruptedException;
}
