package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Route;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes, backends and default response that a builder was told one by one: they are added to
 * every configuration that a gateway gets, the first one and those of a reload.
 *
 * @param routes behind those of the configuration
 * @param backends behind those of the configuration
 * @param defaultResponse in place of that of the configuration; null leaves it
 */
record Additions(
    List<Route> routes, List<Backend> backends, @Nullable DefaultResponse defaultResponse) {

  Additions {
    routes = List.copyOf(routes);
    backends = List.copyOf(backends);
  }

  /**
   * {@code config} with these.
   *
   * @throws io.rgate.api.InvalidConfigException if one of them has a name or prefix of the other
   */
  GatewayConfig to(GatewayConfig config) {
    return new GatewayConfig(
        Stream.concat(config.routes().stream(), routes.stream()).toList(),
        Stream.concat(config.backends().stream(), backends.stream()).toList(),
        defaultResponse == null ? config.defaultResponse() : defaultResponse);
  }
}
