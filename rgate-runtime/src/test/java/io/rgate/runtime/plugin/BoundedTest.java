package io.rgate.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.runtime.LogLines;
import io.rgate.runtime.OddPlugins;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class BoundedTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void givesWhatTheCallReturnsAndThrowsWhatItThrows() throws Exception {
    assertThat(Bounded.call("a", LONG, () -> "made", late -> {})).isEqualTo("made");
    IllegalStateException failure = new IllegalStateException("no");
    assertThatThrownBy(() ->
            Bounded.call(
                "a",
                LONG,
                () -> {
                  throw failure;
                },
                late -> {}))
        .isSameAs(failure);
  }

  @Test
  void aCallThatHangsIsInterruptedAndItsLateResultIsHandedOver() throws Exception {
    CompletableFuture<String> handed = new CompletableFuture<>();

    assertThatThrownBy(() ->
            Bounded.call(
                "a",
                SHORT,
                () -> {
                  OddPlugins.sleepUntilInterrupted();
                  return "late";
                },
                handed::complete))
        .isInstanceOf(TimeoutException.class);

    assertThat(handed.get(10, TimeUnit.SECONDS)).isEqualTo("late");
  }

  @Test
  void theThreadOfACallDoesNotKeepTheProcessAlive() throws Exception {
    assertThat(Bounded.call("a", LONG, () -> Thread.currentThread().isDaemon(), late -> {}))
        .isTrue();
  }

  @Test
  void anInterruptOfTheCallerNeitherEndsTheWaitNorGetsLost() {
    CountDownLatch closed = new CountDownLatch(1);

    Thread.currentThread().interrupt();
    Bounded.close("a", closed::countDown, () -> LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void aBoundThatCannotBeToldCostsALineInTheLog() {
    try (LogLines log = new LogLines()) {
      Bounded.close(
          "sink com.example.Odd",
          () -> {},
          () -> {
            throw new IllegalStateException("no bound");
          });

      assertThat(log.all()).containsExactly("WARNING sink com.example.Odd failed to close");
    }
  }
}
