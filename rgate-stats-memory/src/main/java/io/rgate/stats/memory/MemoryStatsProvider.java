package io.rgate.stats.memory;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import java.time.Duration;

/**
 * Makes {@link MemoryStats}: {@code stats.type: memory}.
 *
 * <p>Settings: {@code max_series}, default 1000; {@code forget_endpoints_after}, default 1h.
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
    int maxSeries = settings.integer("max_series", MemoryStats.MAX_SERIES, 10, 1_000_000);
    Duration forgetAfter =
        settings.duration("forget_endpoints_after", MemoryStats.FORGET_ENDPOINTS_AFTER);
    try {
      return MemoryStats.create(maxSeries, forgetAfter);
    } catch (IllegalArgumentException e) {
      throw settings.error("forget_endpoints_after", "must be 1m or more");
    }
  }
}
