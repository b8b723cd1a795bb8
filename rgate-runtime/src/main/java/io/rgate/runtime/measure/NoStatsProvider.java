package io.rgate.runtime.measure;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;

/** Turns statistics off: {@code stats.type: none}. */
public final class NoStatsProvider implements StatsSinkProvider {

  /** For {@link java.util.ServiceLoader}. */
  public NoStatsProvider() {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public StatsSink create(Settings settings) {
    return NoStats.INSTANCE;
  }
}
