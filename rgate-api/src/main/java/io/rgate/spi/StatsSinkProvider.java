package io.rgate.spi;

import io.rgate.api.InvalidConfigException;

/** Makes sinks of one kind; {@link java.util.ServiceLoader} finds it. */
public interface StatsSinkProvider {

  /** What {@code stats.type} calls it. */
  String name();

  /**
   * A sink as {@code settings} (the section {@code stats}) say. The gateway waits 30 seconds for
   * it.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  StatsSink create(Settings settings);
}
