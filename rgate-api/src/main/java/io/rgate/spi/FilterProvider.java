package io.rgate.spi;

import io.rgate.api.Filter;
import io.rgate.api.InvalidConfigException;

/** Makes filters of one kind; what {@link java.util.ServiceLoader} finds. */
public interface FilterProvider {

  /** What {@code filters[].type} calls it. */
  String name();

  /**
   * A filter as {@code settings} (an item of {@code filters}) say. The gateway waits 30 seconds for
   * it; a filter that is an {@link AutoCloseable} is closed with the gateway.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  Filter create(Settings settings);
}
