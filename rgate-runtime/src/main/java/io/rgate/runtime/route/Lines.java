package io.rgate.runtime.route;

import io.rgate.api.Route;
import io.rgate.runtime.filter.Line;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The lines of a snapshot's routes, each folded when its first request comes. Safe for use by many
 * threads.
 */
final class Lines {
  private final Snapshot snapshot;
  private final Map<String, Line> byRoute = new ConcurrentHashMap<>();

  Lines(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  boolean areOf(Snapshot other) {
    return snapshot.equals(other);
  }

  /**
   * The line of {@code route}, or a new one. That of a route which the configuration does not have
   * is not kept, because a table may answer with ever new ones.
   */
  Line of(Route route, BiFunction<Route, Snapshot, Line> fold) {
    Line known = byRoute.get(route.name());
    if (known != null && known.route().equals(route)) {
      return known;
    }
    Line made = fold.apply(route, snapshot);
    if (snapshot.filters().isConfigured(route)) {
      byRoute.put(route.name(), made);
    }
    return made;
  }
}
