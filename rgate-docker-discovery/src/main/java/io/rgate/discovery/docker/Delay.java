package io.rgate.discovery.docker;

import java.time.Duration;

/** Lets time pass; a collaborator, so that tests need not wait. */
@FunctionalInterface
interface Delay {
  void sleep(Duration duration) throws InterruptedException;
}
