package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the configuration that can be changed while a gateway runs; checked to be consistent.
 *
 * @param routes in any order: the route with the longest matching prefix is taken
 * @param backends no two with the same name
 * @param defaultResponse for requests that no route matches
 */
public record GatewayConfig(
    List<Route> routes, List<Backend> backends, DefaultResponse defaultResponse) {

  /**
   * Checks and copies the lists.
   *
   * @throws InvalidConfigException if two backends share a name, two routes share a prefix, or a
   *     route names a backend that is not there
   */
  public GatewayConfig {
    requireNonNull(routes, "routes");
    requireNonNull(backends, "backends");
    requireNonNull(defaultResponse, "defaultResponse");
    routes = List.copyOf(routes);
    backends = List.copyOf(backends);
    List<InvalidConfigException> problems = new ArrayList<>();
    Set<String> names = distinctNames(backends, problems);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      Integer earlier = seen.putIfAbsent(route.pathPrefix(), i);
      if (earlier != null) {
        problems.add(
            new InvalidConfigException(
                "routes[" + i + "].path_prefix",
                "'"
                    + route.pathPrefix()
                    + "' is already taken by routes["
                    + earlier
                    + "]; give each route a prefix of its own"));
      }
      if (!names.contains(route.backend())) {
        problems.add(
            new InvalidConfigException(
                "routes[" + i + "].backend",
                "no backend is named '"
                    + route.backend()
                    + "'; backends: "
                    + (names.isEmpty() ? "none" : String.join(", ", names))));
      }
    }
    InvalidConfigException.throwIfAny(problems);
  }

  private static Set<String> distinctNames(
      List<Backend> backends, List<InvalidConfigException> problems) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < backends.size(); i++) {
      String name = backends.get(i).name();
      if (!names.add(name)) {
        problems.add(
            new InvalidConfigException(
                "backends[" + i + "].name",
                "'" + name + "' is already taken; give each backend a name of its own"));
      }
    }
    return names;
  }
}
