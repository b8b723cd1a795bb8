package io.rgate.spi.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.StatsDetail.Latency;
import io.rgate.spi.Sample;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of latencies does not contradict itself. */
class TallyTest {
  private static final Instant MOMENT = Instant.parse("2026-01-02T03:04:05Z");

  private static void add(Tally tally, long nanos) {
    tally.add(Sample.builder().start(MOMENT).nanos(nanos, nanos).build());
  }

  private static void assertOrdered(Latency latency, long seed) {
    assertThat(latency.p50()).as("p50 of %s", seed).isLessThanOrEqualTo(latency.p95());
    assertThat(latency.p95()).as("p95 of %s", seed).isLessThanOrEqualTo(latency.p99());
    assertThat(latency.p99()).as("p99 of %s", seed).isLessThanOrEqualTo(latency.max());
    assertThat(latency.average()).as("average of %s", seed).isLessThanOrEqualTo(latency.max());
  }

  @Test
  void noPercentileIsAboveTheGreatestLatency() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      Tally tally = new Tally();
      for (int i = random.nextInt(5); i >= 0; i--) {
        add(tally, (long) Math.exp(random.nextDouble() * 30));
      }
      assertOrdered(tally.traffic().latency(), seed);
      assertThat(tally.snapshot().latency().p99())
          .isLessThanOrEqualTo(tally.traffic().latency().max());
    }
  }

  @Test
  void norIsTheAverageOfAWindow() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      Tally earlier = new Tally();
      add(earlier, 1L << 41);
      Tally now = new Tally();
      now.add(earlier);
      for (int i = random.nextInt(3); i >= 0; i--) {
        add(now, (long) Math.exp(random.nextDouble() * 25));
      }
      assertOrdered(now.after(earlier, MOMENT).traffic().latency(), seed);
    }
  }

  @Test
  void aWindowWithoutARequestHasNoLatency() {
    Tally tally = new Tally();
    add(tally, 1_000_000);

    assertThat(tally.after(tally, MOMENT).traffic().latency())
        .isEqualTo(new Latency(0, 0, 0, 0, 0));
  }
}
