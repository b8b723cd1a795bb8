package io.rgate.spi;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Route;
import java.util.List;

/** Makes route tables of one kind; {@link java.util.ServiceLoader} finds it. */
public interface RouteTableProvider {

  /** The name of this kind in {@code routing.type}. */
  String name();

  /**
   * A table of {@code routes}, no two of which have the same name; several of one prefix are an
   * error of a table that cannot tell them apart. Called again whenever the routes change. The
   * gateway waits 30 seconds for it.
   *
   * @param settings the section {@code routing}
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  RouteTable create(Settings settings, List<Route> routes);
}
