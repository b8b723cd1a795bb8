package io.rgate.stats.memory;

import static io.rgate.stats.memory.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.rgate.api.StatsSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStatsTest {
  private static final long MILLI = 1_000_000;

  private final MemoryStats stats = MemoryStats.create();

  @Test
  void everythingIsZeroAtTheStart() {
    assertThat(stats.snapshot()).isEqualTo(StatsSnapshot.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({"200, 1, 0", "304, 1, 0", "399, 1, 0", "400, 0, 1", "499, 0, 1", "503, 0, 1"})
  void aStatusUpTo399IsASuccess(int status, long success, long error) {
    stats.record(sample(status, MILLI));

    assertThat(stats.snapshot().success()).isEqualTo(success);
    assertThat(stats.snapshot().error()).isEqualTo(error);
  }

  @Test
  void latencyIsOfSuccessesAndErrorsTogether() {
    stats.record(sample(200, 10 * MILLI));
    stats.record(sample(503, 20 * MILLI));

    assertThat(stats.snapshot().latency().average()).isEqualTo(15.0);
    assertThat(stats.snapshot().latency().p99()).isCloseTo(20, withPercentage(0.79));
  }

  @Test
  void theAverageIsExactToTheNanosecond() {
    stats.record(sample(200, 1));
    stats.record(sample(200, 1_023));
    stats.record(sample(200, 1_024));
    stats.record(sample(200, 3_600_000_000_001L));

    assertThat(stats.snapshot().latency().average()).isEqualTo(3_600_000_002_049L / 4.0 / MILLI);
  }

  @Test
  void aPercentileIsTheLeastLatencyThatSoManySamplesDoNotExceed() {
    for (int millis = 1; millis <= 100; millis++) {
      stats.record(sample(200, millis * MILLI));
    }

    assertThat(stats.snapshot().latency().p95()).isCloseTo(95, withPercentage(0.79));
    assertThat(stats.snapshot().latency().p99()).isCloseTo(99, withPercentage(0.79));
  }

  @Test
  void oneSlowSampleInTwentyIsNotInTheP95AndTwoAre() {
    for (int i = 0; i < 19; i++) {
      stats.record(sample(200, MILLI));
    }
    stats.record(sample(200, 500 * MILLI));
    assertThat(stats.snapshot().latency().p95()).isCloseTo(1, withPercentage(0.79));
    assertThat(stats.snapshot().latency().p99()).isCloseTo(500, withPercentage(0.79));

    stats.record(sample(200, 500 * MILLI));
    assertThat(stats.snapshot().latency().p95()).isCloseTo(500, withPercentage(0.79));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1})
  void whatIsTooShortToMeasureIsNeverAboveTheGreatest(long nanos) {
    stats.record(sample(200, nanos));

    assertThat(stats.snapshot().success()).isEqualTo(1);
    assertThat(stats.snapshot().latency().average()).isEqualTo(Math.max(0, nanos) / 1e6);
    assertThat(stats.snapshot().latency().p99()).isEqualTo(Math.max(0, nanos) / 1e6);
  }

  @Test
  void whatIsTooLongToMeasureCountsAsTheGreatest() {
    stats.record(sample(200, Long.MAX_VALUE));
    stats.record(sample(200, Long.MAX_VALUE));

    assertThat(stats.snapshot().latency().average()).isCloseTo(9.2e12, withPercentage(1));
    assertThat(stats.snapshot().latency().p99()).isCloseTo((1L << 42) / 1e6, withPercentage(0.79));
  }

  @Test
  void nothingIsLostWhen64PlatformThreadsRecord() throws Exception {
    nothingIsLost(Thread.ofPlatform().factory());
  }

  @Test
  void nothingIsLostWhen64VirtualThreadsRecord() throws Exception {
    nothingIsLost(Thread.ofVirtual().factory());
  }

  private void nothingIsLost(ThreadFactory factory) throws InterruptedException {
    int each = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int millis = 1 + i;
      threads.add(factory.newThread(() -> recordAlternately(millis, each)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    StatsSnapshot snapshot = stats.snapshot();
    assertThat(snapshot.success()).isEqualTo(64L * each / 2);
    assertThat(snapshot.error()).isEqualTo(64L * each / 2);
    assertThat(snapshot.latency().average()).isEqualTo(32.5);
    assertThat(snapshot.latency().p95()).isCloseTo(61, withPercentage(0.79));
    assertThat(snapshot.latency().p99()).isCloseTo(64, withPercentage(0.79));
  }

  private void recordAlternately(int millis, int times) {
    for (int i = 0; i < times; i++) {
      stats.record(sample(i % 2 == 0 ? 200 : 500, millis * MILLI));
    }
  }

  @Test
  void aSnapshotTakenMeanwhileHasAllThatWasRecordedBefore() throws Exception {
    Thread other = Thread.ofPlatform().start(() -> recordAlternately(1, 200_000));
    long before = 0;
    for (int own = 1; other.isAlive() || own < 100; own++) {
      stats.record(sample(200, MILLI));

      StatsSnapshot snapshot = stats.snapshot();

      long count = snapshot.success() + snapshot.error();
      assertThat(count).isGreaterThan(before).isGreaterThanOrEqualTo(own);
      assertThat(snapshot.latency().p95()).isCloseTo(1, withPercentage(0.79));
      before = count;
    }
    other.join();
  }

  @Test
  void staysReadableAfterTheEnd() {
    stats.record(sample(200, MILLI));
    stats.close();

    assertThat(stats.snapshot().success()).isEqualTo(1);
  }
}
