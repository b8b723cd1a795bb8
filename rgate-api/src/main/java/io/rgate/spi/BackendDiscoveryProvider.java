package io.rgate.spi;

import io.rgate.api.InvalidConfigException;

/** Makes discoveries of one kind; {@link java.util.ServiceLoader} finds it. */
public interface BackendDiscoveryProvider {

  /** The name of this kind in {@code discovery.type}. */
  String name();

  /**
   * Makes a discovery from {@code settings}, the section {@code discovery}; it is not started yet.
   * The gateway waits 30 seconds for it.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  BackendDiscovery create(Settings settings);
}
