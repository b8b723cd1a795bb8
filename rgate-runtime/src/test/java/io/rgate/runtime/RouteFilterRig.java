package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.Response;
import io.rgate.api.Route;
import java.util.List;
import java.util.stream.Stream;

/** A gateway whose routes and backend have filters. */
abstract class RouteFilterRig extends GatewayRig {

  /** A route to the backend of all origins with these filters. */
  static Route route(String prefix, String... filters) {
    return new Route(prefix, "all").withFilters(plugins(filters));
  }

  static List<Plugin> plugins(String... names) {
    return Stream.of(names).map(Plugin::of).toList();
  }

  static GatewayConfig config(Backend backend, Route... routes) {
    return new GatewayConfig(List.of(routes), List.of(backend), DefaultResponse.NOT_FOUND);
  }

  final Gateway.Builder builder(GatewayConfig config, RawOrigin... origins) {
    return builder(ALL, Forwarding.DEFAULT, origins).config(config);
  }

  static String get(String path) {
    return LAST_GET.replace("/ ", path + " ");
  }

  /** Adds a field to each response. */
  static Filter marking(String field, String value) {
    return (request, next) -> {
      Response response = next.handle(request);
      return response.withFields(response.fields().with(field, value));
    };
  }
}
