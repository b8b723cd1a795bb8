package io.rgate.stats.memory;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;

/** Makes {@link MemoryStats}, which {@code stats.type} calls {@code memory}. */
public final class MemoryStatsProvider implements StatsSinkProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryStatsProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  /** Empty statistics; there is nothing to set. */
  @Override
  public StatsSink create(Settings settings) {
    return MemoryStats.create();
  }
}
