package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until something holds. */
final class Await {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private Await() {}

  static void until(String what, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, AT_MOST).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
