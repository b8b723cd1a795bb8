package io.rgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * Many samples from many threads, and a check of the counts that a {@link StatsSource} reports:
 * exact counts, and percentiles within 1 % of those of the sorted latencies. Each run has the same
 * samples.
 */
public final class StatsLoad {
  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final double NANOS_A_MILLI = 1e6;
  private static final int ROUTES = 8;

  private final int threads;
  private final long[] nanos;

  private StatsLoad(int threads, long[] nanos) {
    this.threads = threads;
    this.nanos = nanos;
  }

  /** {@code samples} from {@code threads} virtual threads, from 20 microseconds to minutes. */
  public static StatsLoad of(int threads, int samples) {
    Random random = new Random(4_711);
    long[] nanos = new long[samples];
    Arrays.setAll(nanos, i -> (long) (20_000 + 5e6 * Math.exp(random.nextGaussian() * 2)));
    return new StatsLoad(threads, nanos);
  }

  /** Records all samples; returns when that is done. */
  public void recordInto(StatsSink sink) throws InterruptedException {
    Threads.run(
        threads,
        AT_MOST,
        thread -> {
          for (int i = thread; i < nanos.length; i += threads) {
            sink.record(
                Samples.sample()
                    .route("/route-" + i % ROUTES, "backend-" + i % 2)
                    .answeredBy("endpoint-" + i % 3)
                    .status(i % 10 == 0 ? 503 : 200)
                    .latency(Duration.ofNanos(nanos[i]))
                    .bytes(1, 2)
                    .build());
          }
        });
  }

  /** Checks the statistics of {@code source}. */
  public void assertToldBy(StatsSource source) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    StatsSnapshot told = source.snapshot();
    assertThat(told.error()).isEqualTo((nanos.length + 9) / 10);
    assertThat(told.success()).isEqualTo(nanos.length - told.error());
    assertThat(told.latency().average())
        .isEqualTo(Arrays.stream(nanos).sum() / (double) nanos.length / NANOS_A_MILLI);
    assertThat(told.latency().p95()).isCloseTo(millis(sorted, 95), withPercentage(1));
    assertThat(told.latency().p99()).isCloseTo(millis(sorted, 99), withPercentage(1));
    source.detail().ifPresent(detail -> assertDetail(detail, sorted));
  }

  private void assertDetail(StatsDetail detail, long[] sorted) {
    assertThat(detail.total().latency().p50()).isCloseTo(millis(sorted, 50), withPercentage(1));
    assertThat(detail.total().latency().max()).isEqualTo(sorted[sorted.length - 1] / NANOS_A_MILLI);
    assertThat(detail.total().bytesOut()).isEqualTo(2L * nanos.length);
    assertThat(detail.routes()).hasSize(ROUTES);
    assertThat(detail.routes().values().stream().mapToLong(t -> t.statuses().count()).sum())
        .isEqualTo(nanos.length);
    assertThat(detail.dropped()).isZero();
  }

  private static double millis(long[] sorted, int percent) {
    return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1] / NANOS_A_MILLI;
  }
}
