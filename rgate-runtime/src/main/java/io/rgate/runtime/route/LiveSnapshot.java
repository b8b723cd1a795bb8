package io.rgate.runtime.route;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Route;
import io.rgate.runtime.balance.EndpointStates;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balancer.RandomBalancer;
import io.rgate.runtime.filter.FaultOnPurpose;
import io.rgate.runtime.filter.FilterSet;
import io.rgate.runtime.limit.Gates;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Balancer;
import io.rgate.spi.Discovered;
import io.rgate.spi.Discovered.Rejected;
import io.rgate.spi.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The current snapshot. It is made anew when one of its two inputs changes, the configuration or
 * the endpoints. A request reads it with one volatile read.
 */
public final class LiveSnapshot implements BackendDiscovery.Listener {
  private static final System.Logger LOG = System.getLogger(LiveSnapshot.class.getName());

  /** Above this number, a line of the log gives the count instead of the names. */
  private static final int MANY = 10;

  private final Function<List<Route>, RouteTable> tables;
  private final Function<Backend, Balancer> balancers;
  private final EndpointStates states;
  private final Gates gates = new Gates();

  /** Held while the parts of another configuration are made; the discovery goes on meanwhile. */
  private final ReentrantLock reloading = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch heard = new CountDownLatch(1);
  private GatewayConfig config;
  private RouteTable table;
  private List<Endpoint> endpoints = List.of();
  private List<Rejected> rejected = List.of();
  private Map<String, String> absences = Map.of();
  private String failure = "";
  private volatile boolean listed;
  private volatile boolean failing;
  private volatile boolean webSockets;
  private volatile Snapshot current;

  /** Starts with {@code config} and no endpoints; {@code tables} makes a table of routes. */
  public LiveSnapshot(GatewayConfig config, Function<List<Route>, RouteTable> tables) {
    this(
        config,
        tables,
        backend -> RandomBalancer.INSTANCE,
        new EndpointStates(),
        FilterSet.Maker.NONE);
  }

  /**
   * The same.
   *
   * @param balancers has the balancer of each backend
   * @param states what is known of the endpoints
   * @param filters makes the filters of routes and backends
   */
  public LiveSnapshot(
      GatewayConfig config,
      Function<List<Route>, RouteTable> tables,
      Function<Backend, Balancer> balancers,
      EndpointStates states,
      FilterSet.Maker filters) {
    this.config = config;
    this.tables = tables;
    this.balancers = balancers;
    this.states = states;
    this.table = tables.apply(config.routes());
    this.current =
        compile(null, config, table, endpoints, FilterSet.none(filters).following(config));
    this.webSockets = allowsWebSockets(config.routes());
    obeyLimits(config, current);
    FaultOnPurpose.announce(config.routes());
  }

  /** The current snapshot. */
  public Snapshot current() {
    return current;
  }

  /** What limits the requests under way at the gateway and at routes. */
  public Gates gates() {
    return gates;
  }

  /**
   * Whether any route lets clients go on with WebSocket. A table of routes that was given as an
   * object may have routes that are not known here.
   */
  public boolean allowsWebSockets() {
    return webSockets;
  }

  private static boolean allowsWebSockets(List<Route> routes) {
    return routes.isEmpty()
        || routes.stream().anyMatch(r -> r.forwarding().allowsUpgrade(Forwarding.WEBSOCKET));
  }

  private void obeyLimits(GatewayConfig by, Snapshot snapshot) {
    gates.obey(by);
    snapshot.pools().values().forEach(pool -> pool.gate().change(pool.rules().concurrency()));
  }

  /** Whether the discovery has reported a list of endpoints, which may be empty. */
  public boolean listed() {
    return listed;
  }

  /** Whether the last report of the discovery was a failure. */
  public boolean failing() {
    return failing;
  }

  /** Replaces the configuration by {@code next}; if a part cannot be made, the old one stays. */
  public void reload(GatewayConfig next) {
    reloading.lock();
    try {
      RouteTable nextTable = tables.apply(next.routes());
      FilterSet before = current.filters();
      FilterSet after = before.following(next);
      try {
        putInForce(next, nextTable, after);
      } catch (RuntimeException | Error e) {
        after.leaveAllBut(before);
        throw e;
      }
      before.leaveAllBut(after);
      FaultOnPurpose.announce(next.routes());
    } finally {
      reloading.unlock();
    }
  }

  private void putInForce(GatewayConfig next, RouteTable nextTable, FilterSet filters) {
    lock.lock();
    try {
      Snapshot after = compile(current, next, nextTable, endpoints, filters);
      obeyLimits(next, after);
      current = after;
      config = next;
      table = nextTable;
      webSockets = allowsWebSockets(next.routes());
      logAbsences();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void report(Discovered discovered) {
    lock.lock();
    try {
      List<Endpoint> copy = discovered.endpoints();
      List<Rejected> copyOfOthers = discovered.rejected();
      boolean changed = !copy.equals(endpoints);
      Snapshot before = current;
      Snapshot after = changed ? compile(before, config, table, copy, before.filters()) : before;
      failing = false;
      failure = "";
      boolean first = !listed;
      listed = true;
      if (changed) {
        states.started(copy, endpoints);
        endpoints = copy;
        current = after;
        logChanges(before, after);
      }
      if (first || changed || !copyOfOthers.equals(rejected)) {
        rejected = copyOfOthers;
        logAbsences();
      }
    } finally {
      lock.unlock();
      heard.countDown();
    }
  }

  @Override
  public void onFailure(Exception reported) {
    lock.lock();
    try {
      String message = String.valueOf(reported.getMessage());
      // Another one of several sources may fail later: its failure is logged, too.
      if (!message.equals(failure)) {
        LOG.log(
            WARNING,
            "discovery failed and goes on trying; the {0} endpoints known so far stay in force: {1}",
            endpoints.size(),
            message);
      }
      failure = message;
      failing = true;
    } finally {
      lock.unlock();
      heard.countDown();
    }
  }

  /** Waits until the discovery has reported for the first time; a failure is a report, too. */
  public void awaitFirstReport(Duration atMost) throws InterruptedException {
    if (!heard.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.log(INFO, "discovery has not reported yet; until it does, routes answer 503");
    }
  }

  private Snapshot compile(
      @Nullable Snapshot before,
      GatewayConfig config,
      RouteTable table,
      List<Endpoint> endpoints,
      FilterSet filters) {
    Map<String, List<Endpoint>> byBackend = new HashMap<>();
    BackendIndex index = new BackendIndex(config.backends());
    for (Endpoint endpoint : endpoints) {
      for (Backend backend : index.backendsOf(endpoint.labels())) {
        byBackend.computeIfAbsent(backend.name(), name -> new ArrayList<>()).add(endpoint);
      }
    }
    Map<String, Pool> pools = new HashMap<>();
    for (int i = 0; i < config.backends().size(); i++) {
      Backend backend = config.backends().get(i);
      Pool old = before == null ? Pool.EMPTY : before.pool(backend.name());
      List<Endpoint> now = byBackend.getOrDefault(backend.name(), List.of());
      Pool.Rules rules = Pool.Rules.of(backend, balancer(backend, i), config.zone());
      pools.put(backend.name(), old.updated(now, rules, states));
    }
    return new Snapshot(table, pools, config.defaultResponse(), filters);
  }

  private Balancer balancer(Backend backend, int index) {
    try {
      return balancers.apply(backend);
    } catch (InvalidConfigException e) {
      throw e.under("backends[" + index + "]");
    }
  }

  private static void logChanges(Snapshot before, Snapshot after) {
    after
        .pools()
        .forEach((backend, pool) -> {
          List<Endpoint> now = pool.endpoints();
          if (!now.isEmpty() && !now.equals(before.endpointsOf(backend))) {
            LOG.log(INFO, "backend {0}: {1}", backend, said(now));
          }
        });
  }

  private static String said(List<Endpoint> endpoints) {
    return endpoints.size() > MANY
        ? endpoints.size() + " endpoints"
        : endpoints.stream().map(LiveSnapshot::said).toList().toString();
  }

  private static String said(Endpoint endpoint) {
    return endpoint.name().equals(endpoint.id())
        ? endpoint.uri().toString()
        : endpoint.name() + " at " + endpoint.uri();
  }

  /** Logs each backend that has no endpoint, with the reason, if this or the reason is new. */
  private void logAbsences() {
    List<Backend> absent =
        config.backends().stream().filter(b -> !current.pool(b.name()).takesRequests()).toList();
    Absence absence = new Absence(absent, endpoints, rejected);
    Map<String, String> now = new HashMap<>();
    for (Backend backend : absent) {
      String why = absence.of(backend);
      now.put(backend.name(), why);
      if (!why.equals(absences.get(backend.name()))) {
        LOG.log(WARNING, "backend {0} has no endpoint and answers 503: {1}", backend.name(), why);
      }
    }
    absences = now;
  }
}
