package io.rgate.runtime.limit;

import io.rgate.api.GatewayConfig;
import io.rgate.api.Route;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gates of a gateway and of its routes; they outlive a reload. {@link #obey} is called by one
 * thread at a time, all else by many.
 */
public final class Gates {
  private final Gate gateway = new Gate();
  private final Map<String, Gate> routes = new ConcurrentHashMap<>();
  private Set<String> known = Set.of();

  /** Gates that let through all that comes. */
  public Gates() {}

  /** Puts the limits of {@code config} into force. */
  public void obey(GatewayConfig config) {
    gateway.change(config.concurrency());
    Set<String> now = new HashSet<>();
    for (Route route : config.routes()) {
      now.add(route.name());
      if (!route.concurrency().isUnlimited() || routes.containsKey(route.name())) {
        of(route).change(route.concurrency());
      }
    }
    // Those of a route table that was given as an object are in no configuration, and stay.
    known.stream().filter(name -> !now.contains(name)).forEach(routes::remove);
    known = now;
  }

  /** The gate of all requests that go to backends. */
  public Gate ofGateway() {
    return gateway;
  }

  /** The gate of {@code route}; to be asked only where the route has a limit. */
  public Gate of(Route route) {
    Gate gate = routes.get(route.name());
    return gate == null
        ? routes.computeIfAbsent(route.name(), name -> new Gate(route.concurrency()))
        : gate;
  }
}
