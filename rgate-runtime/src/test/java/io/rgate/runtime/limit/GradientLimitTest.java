package io.rgate.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientLimitTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final SimulatedOrigin origin = new SimulatedOrigin();

  @ParameterizedTest
  @CsvSource({"2, 50", "5, 2", "20, 50", "20, 1000", "100, 50", "400, 50"})
  void itComesCloseToWhatTheOriginCanDo(int workers, int millis) {
    origin.works(workers, Duration.ofMillis(millis)).run(3, MINUTE).run(3, MINUTE);
    assertThat(origin.meanLimit()).isBetween(0.8 * workers, 2.0 * workers + 2);
    assertThat(origin.use(MINUTE)).isGreaterThan(0.85);
  }

  @Test
  void itComesDownWhenTheOriginCanDoLess() {
    origin.works(40, Duration.ofMillis(50)).run(3, MINUTE);
    double before = origin.meanLimit();
    origin.works(10, Duration.ofMillis(50)).run(3, MOMENT).run(3, MOMENT);
    assertThat(origin.meanLimit()).isLessThan(before / 2).isBetween(8.0, 22.0);
    origin.works(40, Duration.ofMillis(50)).run(3, MINUTE);
    assertThat(origin.meanLimit()).isBetween(35.0, 80.0);
  }

  @Test
  void itComesDownWhenTheOriginBecomesSlowAndFindsItsNewPace() {
    origin.works(40, Duration.ofMillis(50)).run(3, MINUTE);
    double before = origin.meanLimit();
    origin.works(40, Duration.ofMillis(200)).run(3, MOMENT);
    assertThat(origin.meanLimit()).isLessThan(before / 2);
    origin.run(3, MINUTE).run(3, MINUTE);
    assertThat(origin.meanLimit()).isBetween(32.0, 82.0);
  }

  @Test
  void itDoesNotGrowWhileItIsNotNeeded() {
    origin.works(1000, Duration.ofMillis(50)).run(0.002, MINUTE);
    assertThat(origin.limitNow()).isEqualTo(GradientLimit.FIRST);
  }

  @Test
  void itGrowsToItsCeilingWhereTheOriginIsNeverSlow() {
    origin.works(5_000, Duration.ofMillis(200)).run(1, MINUTE);
    assertThat(origin.limitNow()).isGreaterThan(500).isLessThanOrEqualTo(GradientLimit.MOST);
  }

  @Test
  void aProbeEndsThoughNothingIsAnsweredAnyMore() {
    GradientLimit limit = new GradientLimit();
    long second = Duration.ofSeconds(1).toNanos();
    for (int i = 0; i < 40; i++) {
      limit.answered(i * second / 50, (i + 1) * second / 50, GradientLimit.FIRST);
    }
    assertThat(limit.limit()).as("while it probes").isEqualTo(GradientLimit.FIRST / 4);
    assertThat(limit.refused(10 * second)).isFalse();
    assertThat(limit.refused(40 * second)).isTrue();
    assertThat(limit.limit()).isEqualTo(GradientLimit.FIRST);
    assertThat(limit.refused(41 * second)).isFalse();
  }

  @Test
  void itIsNeverLowerThanItsFloor() {
    GradientLimit limit = new GradientLimit();
    long now = 0;
    for (int i = 0; i < 2_000; i++) {
      now += Duration.ofMillis(20).toNanos();
      limit.answered(now - Duration.ofMillis(i).toNanos(), now, limit.limit());
      assertThat(limit.limit()).isBetween(GradientLimit.LEAST, GradientLimit.MOST);
    }
  }
}
