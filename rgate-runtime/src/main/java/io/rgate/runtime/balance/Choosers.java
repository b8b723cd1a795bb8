package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding.Sticky;
import io.rgate.api.Request;
import io.rgate.spi.Balancer.Chooser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What chooses among the endpoints of a pool: the balancer's choosers, the zone, the cookie. Safe
 * for use by many threads.
 *
 * <p>There is a chooser for each set of endpoints that was asked for lately. While an endpoint is
 * out, many requests choose among the same others, and a chooser may be dear to make or remember
 * whose turn it is.
 */
final class Choosers {
  /** Endpoints that come back are now in the set and now not, so there can be very many sets. */
  private static final int MOST = 32;

  private final Pool.Rules rules;
  private final Function<Endpoint, EndpointState> states;
  private final Map<List<String>, Chooser> made = new ConcurrentHashMap<>();
  private final @Nullable StickyCookie sticky;
  private final @Nullable Zone zone;
  private final @Nullable Chooser usual;

  /**
   * Makes a chooser for {@code takers}.
   *
   * @param endpoints all of the pool, drained ones too
   */
  Choosers(
      Pool.Rules rules,
      List<Endpoint> endpoints,
      List<Endpoint> takers,
      Function<Endpoint, EndpointState> states) {
    this.rules = rules;
    this.states = states;
    Sticky cookie = rules.preference().sticky();
    sticky = cookie == null ? null : new StickyCookie(cookie, endpoints);
    zone = Zone.of(rules.preference().zone(), takers);
    usual = takers.isEmpty() ? null : among(zone == null ? takers : zone.near());
  }

  /** Chooses while nothing is wrong; null if there is nothing to choose from. */
  @Nullable Chooser usual() {
    return usual;
  }

  /** How clients stay with one endpoint; null if they do not. */
  @Nullable StickyCookie sticky() {
    return sticky;
  }

  /** The endpoint that the client was at before, if that works; it may be a drained one. */
  @Nullable Endpoint kept(Request request) {
    Endpoint endpoint = sticky == null ? null : sticky.endpointOf(request);
    return endpoint != null && states.apply(endpoint).isSound(rules.ejection()) ? endpoint : null;
  }

  /** One of {@code working}, of which there must be at least one. */
  Endpoint choose(Request request, List<Endpoint> working) {
    return among(zone == null ? working : zone.preferred(working)).choose(request);
  }

  private Chooser among(List<Endpoint> endpoints) {
    List<String> ids = new ArrayList<>(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      ids.add(endpoint.id());
    }
    Chooser known = made.get(ids);
    return known == null ? added(ids, endpoints) : known;
  }

  private Chooser added(List<String> ids, List<Endpoint> endpoints) {
    // Made outside of the map, for a plug-in may take its time.
    Chooser chooser = rules.balancer().chooser(endpoints, states::apply);
    if (made.size() >= MOST) {
      made.clear();
    }
    Chooser other = made.putIfAbsent(ids, chooser);
    return other == null ? chooser : other;
  }
}
