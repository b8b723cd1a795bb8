package io.rgate.benchmarks;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import io.rgate.stats.memory.MemoryStats;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a sample costs the request that brings it, and what an answer of /stats costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatsBenchmark {
  private static final int SAMPLES = 1 << 8;
  private static final int SERIES = 16;

  private final MemoryStats stats = MemoryStats.create();
  private final Recorder hdr = new Recorder(1_000, 3_600_000_000_000L, 2);
  private final Sample[] samples = new Sample[SAMPLES];

  /** Samples of sixteen routes with an endpoint each, spread as latencies are. */
  public StatsBenchmark() {
    Random random = new Random(1);
    // As in the gateway: the texts of a route and of an endpoint are the same objects each time.
    String[] texts = new String[SERIES];
    Arrays.setAll(texts, i -> "/some/name-" + i);
    for (int i = 0; i < SAMPLES; i++) {
      long nanos = (long) (20_000 + 5e6 * Math.exp(random.nextGaussian()));
      String text = texts[random.nextInt(SERIES)];
      Attempt attempt = new Attempt(text, Attempt.Stage.BODY, null, nanos);
      Attempts tried = new Attempts(text, text, List.of(attempt));
      samples[i] =
          new Sample(
              Instant.EPOCH,
              "GET",
              null,
              200,
              nanos,
              nanos,
              0,
              100,
              Sample.Outcome.COMPLETED,
              tried);
      stats.record(samples[i]);
    }
  }

  /** Where a thread is in the samples. */
  @State(Scope.Thread)
  public static class Position {
    private int next;

    /** The next place, round and round. */
    int next() {
      next = (next + 1) & (SAMPLES - 1);
      return next;
    }
  }

  /** One sample into the memory sink. */
  @Benchmark
  public void record(Position position) {
    stats.record(samples[position.next()]);
  }

  /** Only a latency, into HdrHistogram's recorder of two digits. */
  @Benchmark
  public void hdrHistogram(Position position) {
    hdr.recordValue(samples[position.next()].totalNanos());
  }

  /** What /stats asks. */
  @Benchmark
  public StatsSnapshot snapshot() {
    return stats.snapshot();
  }

  /** What /stats?detail asks. */
  @Benchmark
  public Optional<StatsDetail> detail() {
    return stats.detail();
  }

  /** Stops the windows' clock. */
  @TearDown
  public void close() {
    stats.close();
  }
}
