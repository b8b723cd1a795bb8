package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Route;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes, backends and default response that were added to a builder one by one. They are added
 * to every configuration of the gateway, the first one and those of a reload.
 *
 * @param routes added after those of the configuration
 * @param backends added after those of the configuration
 * @param defaultResponse replaces that of the configuration; null keeps it
 */
record Additions(
    List<Route> routes, List<Backend> backends, @Nullable DefaultResponse defaultResponse) {

  Additions {
    routes = List.copyOf(routes);
    backends = List.copyOf(backends);
  }

  /**
   * Returns {@code config} with these additions.
   *
   * @throws io.rgate.api.InvalidConfigException if a name or a prefix is in both
   */
  GatewayConfig to(GatewayConfig config) {
    return new GatewayConfig(
        Stream.concat(config.routes().stream(), routes.stream()).toList(),
        Stream.concat(config.backends().stream(), backends.stream()).toList(),
        defaultResponse == null ? config.defaultResponse() : defaultResponse,
        config.concurrency(),
        config.zone());
  }
}
