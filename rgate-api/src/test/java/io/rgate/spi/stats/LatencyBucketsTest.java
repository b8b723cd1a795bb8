package io.rgate.spi.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rgate.spi.stats.Tally.LatencyBuckets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyBucketsTest {
  private static final long LEAST = 512;
  private static final long GREATEST = (1L << 42) - 1;

  @Test
  void theMiddleIsWithinOne128thOfEveryLatency() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      long nanos =
          (long) (LEAST * Math.exp(random.nextDouble() * Math.log((double) GREATEST / LEAST)));

      double middle = LatencyBuckets.middle(LatencyBuckets.of(nanos));

      assertThat(Math.abs(middle - nanos)).isLessThanOrEqualTo(nanos / 128.0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {LEAST, LEAST + 1, 1_000, 1_023, 1_024, 1_025, 1_000_000, GREATEST})
  void theMiddleIsWithinOne128thAtTheEdges(long nanos) {
    assertThat((double) LatencyBuckets.middle(LatencyBuckets.of(nanos)))
        .isCloseTo(nanos, within(nanos / 128.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, LEAST - 1, LEAST})
  void whatIsTooShortIsInTheFirst(long nanos) {
    assertThat(LatencyBuckets.of(nanos)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {GREATEST, GREATEST + 1, Long.MAX_VALUE})
  void whatIsTooLongIsInTheLast(long nanos) {
    assertThat(LatencyBuckets.of(nanos)).isEqualTo(LatencyBuckets.COUNT - 1);
  }

  @Test
  void everyMiddleIsInItsOwnBucketAndTheyRise() {
    for (int bucket = 0; bucket < LatencyBuckets.COUNT; bucket++) {
      assertThat(LatencyBuckets.of(LatencyBuckets.middle(bucket))).isEqualTo(bucket);
      assertThat(bucket == 0 ? 0 : LatencyBuckets.middle(bucket - 1))
          .isLessThan(LatencyBuckets.middle(bucket));
    }
  }
}
