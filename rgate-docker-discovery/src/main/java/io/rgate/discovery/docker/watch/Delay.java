package io.rgate.discovery.docker.watch;

import java.time.Duration;

/** Lets time pass; a collaborator, so that tests need not wait. */
@FunctionalInterface
public interface Delay {
  /** Returns after that time. */
  void sleep(Duration duration) throws InterruptedException;
}
