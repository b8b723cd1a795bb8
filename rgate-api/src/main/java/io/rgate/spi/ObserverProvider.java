package io.rgate.spi;

import io.rgate.api.InvalidConfigException;

/** Makes observers of one kind; what {@link java.util.ServiceLoader} finds. */
public interface ObserverProvider {

  /** What {@code observers[].type} calls it. */
  String name();

  /**
   * An observer as {@code settings} (an item of {@code observers}) say. The gateway waits 30
   * seconds for it; one that is an {@link AutoCloseable} is closed with the gateway.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  Observer create(Settings settings);
}
