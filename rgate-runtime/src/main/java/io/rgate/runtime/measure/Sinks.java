package io.rgate.runtime.measure;

import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All sinks of a gateway as one: each gets every sample, even if another sink throws. */
public final class Sinks implements StatsSink {
  private final List<GuardedSink> guarded;
  private final Optional<StatsSource> source;

  /** Hands each sample to all of {@code sinks}. */
  public Sinks(List<StatsSink> sinks) {
    guarded = sinks.stream().map(GuardedSink::new).toList();
    source =
        sinks.stream()
            .filter(StatsSource.class::isInstance)
            .map(StatsSource.class::cast)
            .findFirst();
  }

  /** The first sink that can report statistics. */
  Optional<StatsSource> source() {
    return source;
  }

  @Override
  public void record(Sample sample) {
    for (GuardedSink sink : guarded) {
      sink.record(sample);
    }
  }

  /** What is wrong with any of the sinks, in one line. */
  @Override
  public Optional<String> trouble() {
    return Optional.of(
            guarded.stream()
                .map(GuardedSink::trouble)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; ")))
        .filter(text -> !text.isEmpty());
  }

  @Override
  public void close() {
    guarded.forEach(GuardedSink::close);
  }
}
