package io.rgate.spi;

import io.rgate.api.InvalidConfigException;

/** Makes sinks of one kind; {@link java.util.ServiceLoader} finds it. */
public interface StatsSinkProvider {

  /** The name of this kind in {@code stats.type}. */
  String name();

  /**
   * Makes a sink from {@code settings}, the section {@code stats}. The gateway waits 30 seconds for
   * it.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  StatsSink create(Settings settings);
}
