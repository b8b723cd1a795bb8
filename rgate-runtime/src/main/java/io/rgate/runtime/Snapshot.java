package io.rgate.runtime;

import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.spi.RouteTable;
import java.util.List;
import java.util.Map;

/**
 * All that a request needs to find its way, consistent in itself and never changed.
 *
 * @param routes finds the route
 * @param endpoints for each backend those that belong to it
 * @param defaultResponse for requests without a route
 */
record Snapshot(
    RouteTable routes, Map<String, List<Endpoint>> endpoints, DefaultResponse defaultResponse) {

  Snapshot {
    endpoints = Map.copyOf(endpoints);
  }

  /** The endpoints of {@code backend}; empty also if there is no such backend. */
  List<Endpoint> endpointsOf(String backend) {
    return endpoints.getOrDefault(backend, List.of());
  }
}
