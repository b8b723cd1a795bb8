package io.rgate.runtime.route;

import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.runtime.balance.Pool;
import io.rgate.spi.RouteTable;
import java.util.List;
import java.util.Map;

/**
 * All that a request needs to find its way, consistent in itself and never changed.
 *
 * @param routes finds the route
 * @param pools for each backend the endpoints that belong to it
 * @param defaultResponse for requests without a route
 */
public record Snapshot(
    RouteTable routes, Map<String, Pool> pools, DefaultResponse defaultResponse) {

  /** Copies the pools. */
  public Snapshot {
    pools = Map.copyOf(pools);
  }

  /** What requests to {@code backend} are picked from; empty also if there is no such backend. */
  public Pool pool(String backend) {
    return pools.getOrDefault(backend, Pool.EMPTY);
  }

  /** The endpoints of {@code backend}, those that are drained too. */
  List<Endpoint> endpointsOf(String backend) {
    return pool(backend).endpoints();
  }
}
