package io.rgate.stats.memory;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the statistics cost each request, alone and with two threads at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
  private final MemoryStats stats = MemoryStats.create();
  private final Sample sample =
      new Sample(
          Instant.EPOCH,
          "GET",
          "/",
          200,
          1_000_000,
          1_200_000,
          0,
          104,
          Sample.Outcome.COMPLETED,
          new Attempts("/", "b", List.of(new Attempt("e", Attempt.Stage.BODY, null, 900_000))));

  /** One thread. */
  @Benchmark
  public void record() {
    stats.record(sample);
  }

  /** Two threads that count the same. */
  @Benchmark
  @Threads(2)
  public void recordContended() {
    stats.record(sample);
  }

  /** What {@code /stats} asks for. */
  @Benchmark
  public StatsSnapshot snapshot() {
    return stats.snapshot();
  }
}
