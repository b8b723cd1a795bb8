package io.rgate.stats.memory;

import static io.rgate.stats.memory.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.rgate.api.StatsSnapshot.Latency;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the percentiles with HdrHistogram's and with those of all the samples, sorted. */
class PercentilesTest {
  private static final double NANOS_A_MILLI = 1e6;

  /** How latencies may be spread; each gives milliseconds. */
  enum Distribution {
    UNIFORM(random -> random.nextDouble() * 100),
    EXPONENTIAL(random -> -20 * Math.log(1 - random.nextDouble())),
    LOG_NORMAL(random -> Math.exp(random.nextGaussian() * 2)),
    PARETO(random -> Math.min(3_600_000, Math.pow(1 - random.nextDouble(), -1.2))),
    TWO_PEAKS(random -> random.nextInt(20) == 0 ? 3_000 + random.nextDouble() : 0.2),
    ALL_THE_SAME(random -> 7.0),
    MICROSECONDS(random -> 0.001 + random.nextDouble() * 0.002);

    private final ToDoubleFunction<Random> millis;

    Distribution(ToDoubleFunction<Random> millis) {
      this.millis = millis;
    }

    long[] nanos(int count) {
      Random random = new Random(42);
      long[] nanos = new long[count];
      Arrays.setAll(nanos, i -> Math.round(millis.applyAsDouble(random) * NANOS_A_MILLI));
      return nanos;
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void areHdrHistogramsToWithinOnePercent(Distribution distribution) {
    for (int count : new int[] {1, 2, 19, 20, 21, 99, 100, 101, 1_000, 100_000}) {
      Histogram oracle = new Histogram(1, 1L << 43, 4);
      long[] nanos = distribution.nanos(count);
      Arrays.stream(nanos).forEach(oracle::recordValue);

      Latency latency = latency(nanos);

      double p95 = oracle.getValueAtPercentile(95) / NANOS_A_MILLI;
      double p99 = oracle.getValueAtPercentile(99) / NANOS_A_MILLI;
      assertThat(latency.p95()).as("p95 of %d", count).isCloseTo(p95, withPercentage(1));
      assertThat(latency.p99()).as("p99 of %d", count).isCloseTo(p99, withPercentage(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void areThoseOfTheSortedSamplesToWithin079Percent(Distribution distribution) {
    long[] nanos = distribution.nanos(100_000);
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);

    Latency latency = latency(nanos);

    assertThat(latency.p95()).isCloseTo(sorted[94_999] / NANOS_A_MILLI, withPercentage(0.79));
    assertThat(latency.p99()).isCloseTo(sorted[98_999] / NANOS_A_MILLI, withPercentage(0.79));
    assertThat(latency.average())
        .isEqualTo(Arrays.stream(nanos).sum() / (double) nanos.length / NANOS_A_MILLI);
  }

  private static Latency latency(long[] nanos) {
    MemoryStats stats = MemoryStats.create();
    Arrays.stream(nanos).forEach(each -> stats.record(sample(200, each)));
    return stats.snapshot().latency();
  }
}
