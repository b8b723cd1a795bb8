package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that are in the zone of the gateway. They get all requests while at least half of
 * them work; otherwise all endpoints that work do, so that few do not get the requests of many.
 * Immutable.
 */
final class Zone {
  static final String LABEL = "rgate.zone";

  private final List<Endpoint> near;
  private final Set<String> ids;

  private Zone(List<Endpoint> near) {
    this.near = near;
    this.ids = near.stream().map(Endpoint::id).collect(Collectors.toUnmodifiableSet());
  }

  /** The zone of that name; null if all of {@code takers} are in it, or none. */
  static @Nullable Zone of(@Nullable String name, List<Endpoint> takers) {
    if (name == null) {
      return null;
    }
    List<Endpoint> near =
        takers.stream().filter(taker -> name.equals(taker.labels().get(LABEL))).toList();
    return near.isEmpty() || near.size() == takers.size() ? null : new Zone(near);
  }

  /** Those of the zone. */
  List<Endpoint> near() {
    return near;
  }

  /** Those of {@code working} that get requests. */
  List<Endpoint> preferred(List<Endpoint> working) {
    List<Endpoint> here = working.stream().filter(each -> ids.contains(each.id())).toList();
    return here.size() * 2 >= near.size() ? here : working;
  }
}
