package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DialsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Dials dials = new Dials();

  private void made(int count, long millis) {
    for (int i = 0; i < count; i++) {
      dials.made(Duration.ofMillis(millis).toNanos());
    }
  }

  private long usualMillis() {
    return Duration.ofNanos(dials.usual(MINUTE)).toMillis();
  }

  @Test
  void itIsFiftyMillisecondsAtLeast() {
    assertThat(usualMillis()).isEqualTo(50);
    made(1000, 1);
    assertThat(usualMillis()).isEqualTo(50);
  }

  @Test
  void itIsWhatNearlyAllTookAtMost() {
    made(200, 100);
    assertThat(usualMillis()).isBetween(100L, 125L);
    made(1000, 400);
    assertThat(usualMillis()).isBetween(400L, 500L);
  }

  @Test
  void oneOfHundredChangesNothingAndThreeDo() {
    made(198, 1);
    made(1, 5_000);
    assertThat(usualMillis()).isEqualTo(50);
    made(2, 5_000);
    assertThat(usualMillis()).isGreaterThan(4_000);
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    made(200, 1_000);
    made(2_000, 1);
    assertThat(usualMillis()).isEqualTo(50);
  }

  @Test
  void quarterOfTheTimeToConnectIsTheMost() {
    made(200, 1_000);
    assertThat(dials.usual(Duration.ofMillis(400))).isEqualTo(Duration.ofMillis(100).toNanos());
    assertThat(dials.usual(Duration.ofMillis(40))).isEqualTo(Duration.ofMillis(10).toNanos());
  }
}
