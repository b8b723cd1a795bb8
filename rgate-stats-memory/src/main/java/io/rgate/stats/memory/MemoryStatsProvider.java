package io.rgate.stats.memory;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;

/**
 * Makes {@link MemoryStats}, which {@code stats.type} calls {@code memory}.
 *
 * <p>Setting: {@code max_series}, default 1000.
 */
public final class MemoryStatsProvider implements StatsSinkProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryStatsProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public StatsSink create(Settings settings) {
    return MemoryStats.create(
        settings.integer("max_series", MemoryStats.MAX_SERIES, 10, 1_000_000));
  }
}
