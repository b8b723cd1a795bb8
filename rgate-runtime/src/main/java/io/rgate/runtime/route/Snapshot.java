package io.rgate.runtime.route;

import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.filter.FilterSet;
import io.rgate.spi.RouteTable;
import java.util.List;
import java.util.Map;

/**
 * The data by which requests are routed; consistent and immutable.
 *
 * @param routes finds the route
 * @param pools the endpoints of each backend
 * @param defaultResponse for requests without a route
 * @param filters those of routes and backends
 */
public record Snapshot(
    RouteTable routes,
    Map<String, Pool> pools,
    DefaultResponse defaultResponse,
    FilterSet filters) {

  /** Copies the pools. */
  public Snapshot {
    pools = Map.copyOf(pools);
  }

  /** The endpoints for requests to {@code backend}; empty also if there is no such backend. */
  public Pool pool(String backend) {
    return pools.getOrDefault(backend, Pool.EMPTY);
  }

  /** The endpoints of {@code backend}, including drained ones. */
  List<Endpoint> endpointsOf(String backend) {
    return pool(backend).endpoints();
  }
}
