package io.rgate.spi;

import io.rgate.api.Filter;
import io.rgate.api.InvalidConfigException;

/** Makes filters of one kind; what {@link java.util.ServiceLoader} finds. */
public interface FilterProvider {

  /** What {@code filters[].type}, of the gateway, a route or a backend, calls it. */
  String name();

  /**
   * A filter as {@code settings} (an item of {@code filters}) say. The gateway waits 30 seconds for
   * it. It is called once for each place that names the filter, also at a reload. A filter that is
   * an {@link AutoCloseable} is closed with the gateway; one of a route or a backend earlier, if
   * another configuration does without it and no request uses it any more.
   *
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  Filter create(Settings settings);
}
