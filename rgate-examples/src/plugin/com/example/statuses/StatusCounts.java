package com.example.statuses;

import io.rgate.spi.Sample;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by status, and writes the counts into a file at the end. */
public final class StatusCounts implements StatsSink {
  private final Map<Integer, LongAdder> counts = new ConcurrentHashMap<>();
  private final Path file;

  StatusCounts(Path file) {
    this.file = file;
  }

  @Override
  public void record(Sample sample) {
    counts.computeIfAbsent(sample.status(), status -> new LongAdder()).increment();
  }

  @Override
  public void close() {
    try {
      Files.writeString(file, new TreeMap<>(counts).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code stats: {type: statuses, file: statuses.txt}}. */
  public static final class Provider implements StatsSinkProvider {

    @Override
    public String name() {
      return "statuses";
    }

    @Override
    public StatsSink create(Settings settings) {
      return new StatusCounts(Path.of(settings.string("file", "statuses.txt")));
    }
  }
}
