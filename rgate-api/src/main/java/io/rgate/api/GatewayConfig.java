package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can be changed while a gateway runs, consistent in itself.
 *
 * @param routes in any order, each name once; what two routes of one prefix mean is up to the table
 * @param backends each name once
 * @param defaultResponse for requests that no route matches
 * @param concurrency how many requests may be under way at all backends together
 * @param zone where the gateway runs: endpoints of that zone are preferred; null: none is
 */
public record GatewayConfig(
    List<Route> routes,
    List<Backend> backends,
    DefaultResponse defaultResponse,
    Concurrency concurrency,
    @Nullable String zone) {

  /** A configuration without a limit and without a zone. */
  public GatewayConfig(
      List<Route> routes, List<Backend> backends, DefaultResponse defaultResponse) {
    this(routes, backends, defaultResponse, Concurrency.UNLIMITED, null);
  }

  /** The same with another limit of the requests under way. */
  public GatewayConfig withConcurrency(Concurrency other) {
    return new GatewayConfig(routes, backends, defaultResponse, other, zone);
  }

  /** The same for a gateway that runs in that zone. */
  public GatewayConfig withZone(String other) {
    requireNonNull(other, "other");
    return new GatewayConfig(routes, backends, defaultResponse, concurrency, other);
  }

  /**
   * Checks and copies.
   *
   * @throws InvalidConfigException if two backends or two routes share a name, a route names a
   *     backend that is not there, or the limit is adaptive or one for each endpoint
   */
  public GatewayConfig {
    requireNonNull(routes, "routes");
    requireNonNull(backends, "backends");
    requireNonNull(defaultResponse, "defaultResponse");
    requireNonNull(concurrency, "concurrency");
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
    checkLimit(concurrency, problems);
    if (zone != null && zone.isBlank()) {
      problems.add(new InvalidConfigException("zone", "must name a zone, was blank"));
    }
    InvalidConfigException.throwIfAny(problems);
  }

  private static void checkLimit(Concurrency limit, List<InvalidConfigException> problems) {
    if (limit.adaptive()) {
      problems.add(
          new InvalidConfigException(
              "limits.concurrent",
              "must be a number here, because each backend has its own time to answer; 'auto' is"
                  + " for backends[].limits and routes[].limits"));
    }
    try {
      limit.requireNoEndpoints();
    } catch (InvalidConfigException e) {
      problems.add(e);
    }
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

  /**
   * A plug-in that a configuration names. Two are equal if they say the same.
   *
   * @param type the name of its provider
   * @param settings its own settings: texts, numbers, booleans, lists and mappings of these
   */
  public record Plugin(String type, Map<String, Object> settings) {

    /**
     * Checks the name and copies the settings.
     *
     * @throws InvalidConfigException if the name is blank
     */
    public Plugin {
      requireNonNull(type, "type");
      if (type.isBlank()) {
        throw new InvalidConfigException("type", "must name a plug-in, was blank");
      }
      requireNonNull(settings, "settings");
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** A plug-in without settings. */
    public static Plugin of(String type) {
      return new Plugin(type, Map.of());
    }

    /** The name only: the settings may hold secrets. */
    @Override
    public String toString() {
      return type;
    }
  }

  /**
   * How many requests may be under way, and how many may wait for others to end. One more is
   * answered with 503 at once.
   *
   * @param most how many may be under way; 0: as many as come, or as many as an adaptive limit
   *     finds
   * @param adaptive whether the limit follows the time that answers take, up to their heads; then
   *     {@code most} is 0
   * @param perEndpoint how many may be under way at each endpoint of a backend; 0: as many as come
   * @param queue how many more may wait
   * @param queueTimeout how long one waits at most; then it is answered with 503
   */
  public record Concurrency(
      int most, boolean adaptive, int perEndpoint, int queue, Duration queueTimeout) {
    /** As many as come. */
    public static final Concurrency UNLIMITED = new Concurrency(0, 0, Duration.ofSeconds(1));

    /** A fixed limit, checked as by the other constructor. */
    public Concurrency(int most, int queue, Duration queueTimeout) {
      this(most, false, 0, queue, queueTimeout);
    }

    /** A limit that follows the time that answers take, checked as by the constructor. */
    public static Concurrency adaptive(int queue, Duration queueTimeout) {
      return new Concurrency(0, true, 0, queue, queueTimeout);
    }

    /** The same with another limit for each endpoint. */
    public Concurrency withPerEndpoint(int other) {
      return new Concurrency(most, adaptive, other, queue, queueTimeout);
    }

    /**
     * Checks the numbers.
     *
     * @throws InvalidConfigException if a number is negative, the time is not between 0 and a day,
     *     or a limit is both a number and adaptive
     */
    public Concurrency {
      requireNonNull(queueTimeout, "queueTimeout");
      Problems problems = new Problems();
      problems.checkLimit("concurrent", most);
      problems.add(
          adaptive && most != 0,
          "concurrent",
          "must be a number or adaptive, not both, was " + most);
      problems.checkLimit("per_endpoint", perEndpoint);
      problems.checkLeast("queue", queue, 0);
      problems.checkTime("queue_timeout", queueTimeout);
      problems.throwIfAny();
    }

    /** Whether as many may be under way as come, at all endpoints together. */
    public boolean isUnlimited() {
      return most == 0 && !adaptive;
    }

    /**
     * Refuses a limit for each endpoint where no backend is meant.
     *
     * @throws InvalidConfigException with the key {@code limits.per_endpoint} if there is one
     */
    void requireNoEndpoints() {
      if (perEndpoint > 0) {
        throw new InvalidConfigException(
            "limits.per_endpoint",
            "is for the limits of a backend only; write it into backends[].limits, was "
                + perEndpoint);
      }
    }
  }
}
