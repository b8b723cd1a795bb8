package io.rgate.runtime;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import io.rgate.spi.stats.Tallies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simplest sink that tells everything; it keeps all samples. */
public final class TallySink implements StatsSink, StatsSource {
  private final Tallies tallies = new Tallies();
  private final List<Sample> samples = new ArrayList<>();

  @Override
  public synchronized void record(Sample sample) {
    tallies.add(sample);
    samples.add(sample);
    notifyAll();
  }

  /** The samples, once there are so many: the last one comes after its response. */
  synchronized List<Sample> await(int count) throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (samples.size() < count && System.nanoTime() < deadline) {
      wait(100);
    }
    return List.copyOf(samples);
  }

  @Override
  public synchronized StatsSnapshot snapshot() {
    return tallies.snapshot();
  }

  @Override
  public synchronized Optional<StatsDetail> detail() {
    return Optional.of(tallies.detail(Map.of(), 0));
  }

  @Override
  public void close() {}
}
