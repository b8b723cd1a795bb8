package io.rgate.stats.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.rgate.api.StatsDetail.Traffic;
import io.rgate.testkit.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;
  private final MemoryStats stats = new MemoryStats(100, Duration.ofHours(1), () -> now);

  private void record(int times, long millis) {
    for (int i = 0; i < times; i++) {
      stats.record(Samples.of(200, Duration.ofMillis(millis)));
    }
  }

  private void pass(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plus(Windows.STEP);
      stats.tick();
    }
  }

  private Traffic last(int minutes) {
    return stats.detail().orElseThrow().windows().get(Duration.ofMinutes(minutes));
  }

  @Test
  void atFirstEachWindowHoldsEverything() {
    record(7, 1);

    for (int minutes : new int[] {1, 5, 15}) {
      assertThat(last(minutes).statuses().count()).isEqualTo(7);
      assertThat(last(minutes).since()).isEqualTo(START);
    }
  }

  @Test
  void aWindowForgetsWhatIsOlderThanItAndTenSeconds() {
    record(1, 1);
    pass(Duration.ofMinutes(1).plusSeconds(10));
    record(10, 1);

    assertThat(last(1).statuses().count()).isEqualTo(10);
    assertThat(last(1).since()).isBetween(now.minusSeconds(70), now.minusSeconds(60));
    assertThat(last(5).statuses().count()).isEqualTo(11);

    pass(Duration.ofMinutes(5).plusSeconds(10));
    assertThat(last(1).statuses().count()).isZero();
    assertThat(last(5).statuses().count()).isZero();
    assertThat(last(15).statuses().count()).isEqualTo(11);

    pass(Duration.ofMinutes(15).plusSeconds(10));
    assertThat(last(15).statuses().count()).isZero();
    assertThat(stats.snapshot().success()).isEqualTo(11);
  }

  @Test
  void latencyIsThatOfTheWindowAlone() {
    record(1_000, 500);
    pass(Duration.ofMinutes(2));
    record(100, 10);

    assertThat(last(1).latency().average()).isEqualTo(10);
    assertThat(last(1).latency().p99()).isCloseTo(10, withPercentage(0.79));
    assertThat(last(1).latency().max()).isCloseTo(10, withPercentage(0.79));
    assertThat(last(5).latency().max()).isEqualTo(500);
  }
}
