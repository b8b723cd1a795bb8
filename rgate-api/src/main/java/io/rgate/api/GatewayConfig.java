package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that can be changed while a gateway runs, consistent in itself.
 *
 * @param routes in any order, each name once; what two routes of one prefix mean is up to the table
 * @param backends each name once
 * @param defaultResponse for requests that no route matches
 */
public record GatewayConfig(
    List<Route> routes, List<Backend> backends, DefaultResponse defaultResponse) {

  /**
   * Checks and copies.
   *
   * @throws InvalidConfigException if two backends or two routes share a name, or a route names a
   *     backend that is not there
   */
  public GatewayConfig {
    requireNonNull(routes, "routes");
    requireNonNull(backends, "backends");
    requireNonNull(defaultResponse, "defaultResponse");
    routes = List.copyOf(routes);
    backends = List.copyOf(backends);
    List<InvalidConfigException> problems = new ArrayList<>();
    Set<String> names = distinctNames(backends, problems);
    checkNames(routes, problems);
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
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

  private static void checkNames(List<Route> routes, List<InvalidConfigException> problems) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      Integer earlier = seen.putIfAbsent(route.name(), i);
      if (earlier != null) {
        boolean named = !route.name().equals(route.pathPrefix());
        problems.add(
            new InvalidConfigException(
                "routes[" + i + (named ? "].name" : "].path_prefix"),
                "'"
                    + route.name()
                    + "' is already taken by routes["
                    + earlier
                    + "]; give each route a "
                    + (named ? "name" : "prefix")
                    + " of its own"));
      }
    }
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
