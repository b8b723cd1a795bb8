package io.rgate.runtime.route;

import io.rgate.api.Route;
import io.rgate.spi.RouteTable;
import io.rgate.spi.RouteTableProvider;
import io.rgate.spi.Settings;
import java.util.List;

/** Makes the table in which the longest prefix wins: {@code routing.type: prefix}. */
public final class PrefixRouteTableProvider implements RouteTableProvider {

  /** For {@link java.util.ServiceLoader}. */
  public PrefixRouteTableProvider() {}

  @Override
  public String name() {
    return "prefix";
  }

  @Override
  public RouteTable create(Settings settings, List<Route> routes) {
    return new PrefixRouteTable(routes);
  }
}
