package io.rgate.runtime.route;

import io.rgate.api.Route;
import io.rgate.spi.RouteTable;
import io.rgate.testkit.RouteTableContract;
import java.util.List;

class PrefixRouteTableContractTest extends RouteTableContract {
  @Override
  protected RouteTable create(List<Route> routes) {
    return new PrefixRouteTable(routes);
  }
}
