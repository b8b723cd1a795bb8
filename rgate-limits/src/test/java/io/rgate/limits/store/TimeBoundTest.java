package io.rgate.limits.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeBoundTest {
  private static final TimeBound LONG = new TimeBound(Duration.ofMinutes(1));

  @Test
  void givesWhatTheCallGives() {
    assertThat(LONG.<String>execute(() -> "x")).isEqualTo("x");
    assertThatThrownBy(() ->
            LONG.execute(() -> {
              throw new IllegalStateException("broken");
            }))
        .hasRootCauseMessage("broken")
        .satisfies(e -> assertThat(TimeBound.wasInterrupted(e)).isFalse());
  }

  @Test
  void waitsNoLongerThanTheTimeout() {
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(() -> new TimeBound(Duration.ofMillis(20)).execute(() -> waited(never)))
        .hasRootCauseInstanceOf(TimeoutException.class)
        .satisfies(e -> assertThat(TimeBound.wasInterrupted(e)).isFalse());
    never.countDown();
  }

  @Test
  void aThreadThatIsInterruptedStaysSo() {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> LONG.execute(() -> waited(never)))
        .satisfies(e -> assertThat(TimeBound.wasInterrupted(e)).isTrue());

    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
  }

  private static boolean waited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
