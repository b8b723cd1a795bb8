package io.rgate.runtime;

import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.util.List;
import java.util.Optional;

/** All sinks of a gateway as one: each gets each sample, whatever another one throws. */
final class Sinks implements StatsSink {
  private final List<GuardedSink> guarded;
  private final Optional<StatsSource> source;

  Sinks(List<StatsSink> sinks) {
    guarded = sinks.stream().map(GuardedSink::new).toList();
    source =
        sinks.stream()
            .filter(StatsSource.class::isInstance)
            .map(StatsSource.class::cast)
            .findFirst();
  }

  /** The first one that can be asked. */
  Optional<StatsSource> source() {
    return source;
  }

  @Override
  public void record(Sample sample) {
    for (GuardedSink sink : guarded) {
      sink.record(sample);
    }
  }

  @Override
  public void close() {
    guarded.forEach(GuardedSink::close);
  }
}
