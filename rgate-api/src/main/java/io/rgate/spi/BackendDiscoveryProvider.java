package io.rgate.spi;

import io.rgate.api.InvalidConfigException;

/** Makes discoveries of one kind; what {@link java.util.ServiceLoader} finds. */
public interface BackendDiscoveryProvider {

  /** What {@code discovery.type} calls it. */
  String name();

  /**
   * A discovery that is not started yet, as {@code settings} (the section {@code discovery}) say.
   * The gateway waits 30 seconds for it.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  BackendDiscovery create(Settings settings);
}
