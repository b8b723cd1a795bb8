package io.rgate.runtime.filter;

import io.rgate.api.Backend;
import io.rgate.api.Filter;
import io.rgate.api.GatewayConfig;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Route;
import io.rgate.runtime.errors.FilterFaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of the routes and of the backends of one configuration. Immutable. */
public final class FilterSet {
  private final Maker maker;
  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, List<PlacedFilter>> ofRoutes = new HashMap<>();
  private final Map<String, List<PlacedFilter>> ofBackends = new HashMap<>();

  /** Makes the filters that a configuration names. */
  public interface Maker {
    /** For a gateway without filters: it has none of any name. */
    Maker NONE =
        new Maker() {
          @Override
          public PlacedFilter make(String owner, int index, Plugin wanted) {
            throw new InvalidConfigException(
                owner + ".filters[" + index + "].type", "no filters are made here");
          }

          @Override
          public @Nullable Filter given(String name) {
            return null;
          }
        };

    /**
     * Makes the filter {@code wanted}.
     *
     * @param owner the key of the route or backend, such as {@code routes[0]}
     * @param index which one of its filters this is
     * @throws InvalidConfigException if it cannot be made
     */
    PlacedFilter make(String owner, int index, Plugin wanted);

    /** The filter that was given as an object under that name, or null. */
    @Nullable Filter given(String name);
  }

  private FilterSet(Maker maker) {
    this.maker = maker;
  }

  /** No filter at all. */
  public static FilterSet none(Maker maker) {
    return new FilterSet(maker);
  }

  /**
   * The filters of {@code config}. One that this set has for the same route or backend, and of
   * which the configuration says the same, is taken from here; the others are made.
   *
   * @throws InvalidConfigException with all that cannot be made; what was made is closed then
   */
  public FilterSet following(GatewayConfig config) {
    FilterSet next = new FilterSet(maker);
    List<InvalidConfigException> problems = new ArrayList<>();
    try {
      next.fill(config, this, problems);
      InvalidConfigException.throwIfAny(problems);
      return next;
    } catch (RuntimeException | Error e) {
      next.leaveAllBut(this);
      throw e;
    }
  }

  private void fill(GatewayConfig config, FilterSet before, List<InvalidConfigException> problems) {
    for (int i = 0; i < config.routes().size(); i++) {
      Route route = config.routes().get(i);
      routes.put(route.name(), route);
      List<PlacedFilter> old = before.ofRoutes.getOrDefault(route.name(), List.of());
      List<PlacedFilter> now = new ArrayList<>();
      if (!route.filters().isEmpty()) {
        ofRoutes.put(route.name(), now);
        fill(now, "routes[" + i + "]", route.filters(), new ArrayList<>(old), problems);
      }
    }
    for (int i = 0; i < config.backends().size(); i++) {
      Backend backend = config.backends().get(i);
      List<PlacedFilter> old = before.ofBackends.getOrDefault(backend.name(), List.of());
      List<PlacedFilter> now = new ArrayList<>();
      if (!backend.filters().isEmpty()) {
        ofBackends.put(backend.name(), now);
        fill(now, "backends[" + i + "]", backend.filters(), new ArrayList<>(old), problems);
      }
    }
  }

  private void fill(
      List<PlacedFilter> now,
      String owner,
      List<Plugin> wanted,
      List<PlacedFilter> old,
      List<InvalidConfigException> problems) {
    for (int i = 0; i < wanted.size(); i++) {
      PlacedFilter kept = take(wanted.get(i), old);
      try {
        now.add(kept == null ? maker.make(owner, i, wanted.get(i)) : kept);
      } catch (InvalidConfigException e) {
        problems.add(e);
      }
    }
  }

  /** Takes from {@code old} the first one of which the same was said; null if there is none. */
  private static @Nullable PlacedFilter take(Plugin wanted, List<PlacedFilter> old) {
    for (PlacedFilter each : old) {
      if (each.said().equals(wanted)) {
        old.remove(each);
        return each;
      }
    }
    return null;
  }

  /** Called when another set is in force, or this one never will be: leaves what only this has. */
  public void leaveAllBut(FilterSet other) {
    Set<PlacedFilter> stay = other.all();
    all().stream().filter(each -> !stay.contains(each)).forEach(PlacedFilter::leave);
  }

  private Set<PlacedFilter> all() {
    Set<PlacedFilter> all = new HashSet<>();
    ofRoutes.values().forEach(all::addAll);
    ofBackends.values().forEach(all::addAll);
    return all;
  }

  /** Whether anything stands between the router and the forwarder for {@code route}. */
  public boolean concerns(Route route) {
    return !route.filters().isEmpty()
        || route.fault() != null
        || (!ofBackends.isEmpty() && ofBackends.containsKey(route.backend()));
  }

  /** Whether the configuration has exactly this route. */
  public boolean isConfigured(Route route) {
    return route.equals(routes.get(route.name()));
  }

  /** The filters of the backend of that name, in order. */
  public List<PlacedFilter> ofBackend(String name) {
    return ofBackends.getOrDefault(name, List.of());
  }

  /**
   * The filters of {@code route}, in order. A table of routes may answer with a route that the
   * configuration does not have: its filters are those of the configured route of its name, if the
   * same is said about them, or else objects that were given.
   *
   * @throws FilterFaultException if there is no such filter: a request must not pass without it
   */
  public List<PlacedFilter> ofRoute(Route route) {
    List<PlacedFilter> known = ofRoutes.getOrDefault(route.name(), List.of());
    return isConfigured(route)
            || known.stream().map(PlacedFilter::said).toList().equals(route.filters())
        ? known
        : route.filters().stream().map(wanted -> given(route, wanted)).toList();
  }

  private PlacedFilter given(Route route, Plugin wanted) {
    Filter object = maker.given(wanted.type());
    if (object == null) {
      throw new FilterFaultException(
          "route "
              + route.name()
              + " of the table of routes names a filter "
              + wanted
              + " that neither the configured route of that name has, with the same settings, nor"
              + " was given to the builder as an object");
    }
    return new PlacedFilter(wanted, object, null);
  }
}
