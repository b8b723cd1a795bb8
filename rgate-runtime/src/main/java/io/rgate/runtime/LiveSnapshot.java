package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Route;
import io.rgate.spi.BackendDiscovery;
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

/**
 * The snapshot in force, made anew from its two inputs, the configuration and the endpoints,
 * whenever one of them changes. Requests read it with one volatile read.
 */
final class LiveSnapshot implements BackendDiscovery.Listener {
  private static final System.Logger LOG = System.getLogger(LiveSnapshot.class.getName());

  private final Function<List<Route>, RouteTable> tables;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch heard = new CountDownLatch(1);
  private GatewayConfig config;
  private RouteTable table;
  private List<Endpoint> endpoints = List.of();
  private volatile boolean listed;
  private volatile boolean failing;
  private volatile Snapshot current;

  LiveSnapshot(GatewayConfig config, Function<List<Route>, RouteTable> tables) {
    this.config = config;
    this.tables = tables;
    this.table = tables.apply(config.routes());
    this.current = compile(config, table, endpoints);
  }

  Snapshot current() {
    return current;
  }

  /** Whether the discovery has told of endpoints, be it none. */
  boolean listed() {
    return listed;
  }

  /** Whether the last word of the discovery was a failure. */
  boolean failing() {
    return failing;
  }

  /** Puts {@code next} into force; if its table cannot be made, the old one stays. */
  void reload(GatewayConfig next) {
    lock.lock();
    try {
      RouteTable nextTable = tables.apply(next.routes());
      current = compile(next, nextTable, endpoints);
      config = next;
      table = nextTable;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onEndpoints(List<Endpoint> reported) {
    lock.lock();
    try {
      failing = false;
      listed = true;
      List<Endpoint> copy = List.copyOf(reported);
      if (!copy.equals(endpoints)) {
        endpoints = copy;
        Snapshot before = current;
        current = compile(config, table, copy);
        logChanges(before, current);
      }
    } finally {
      lock.unlock();
      heard.countDown();
    }
  }

  @Override
  public void onFailure(Exception failure) {
    lock.lock();
    try {
      if (!failing) {
        LOG.log(
            WARNING,
            "discovery failed and goes on trying; the {0} endpoints known so far stay in force: {1}",
            endpoints.size(),
            failure.getMessage());
      }
      failing = true;
    } finally {
      lock.unlock();
      heard.countDown();
    }
  }

  /** Waits until the discovery has reported for the first time, a failure included. */
  void awaitFirstReport(Duration atMost) throws InterruptedException {
    if (!heard.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.log(INFO, "discovery has not reported yet; until it does, routes answer 503");
    }
  }

  private static Snapshot compile(
      GatewayConfig config, RouteTable table, List<Endpoint> endpoints) {
    Map<String, List<Endpoint>> byBackend = new HashMap<>();
    BackendIndex index = new BackendIndex(config.backends());
    for (Endpoint endpoint : endpoints) {
      for (Backend backend : index.backendsOf(endpoint.labels())) {
        byBackend.computeIfAbsent(backend.name(), name -> new ArrayList<>()).add(endpoint);
      }
    }
    Map<String, Pool> pools = new HashMap<>();
    for (Backend backend : config.backends()) {
      pools.put(backend.name(), Pool.of(byBackend.getOrDefault(backend.name(), List.of())));
    }
    return new Snapshot(table, pools, config.defaultResponse());
  }

  private static void logChanges(Snapshot before, Snapshot after) {
    after
        .pools()
        .forEach((backend, pool) -> {
          List<Endpoint> now = pool.endpoints();
          List<Endpoint> then = before.endpointsOf(backend);
          if (!now.equals(then)) {
            LOG.log(
                INFO,
                "backend {0}: {1}",
                backend,
                now.isEmpty() ? "no endpoint" : now.stream().map(Endpoint::uri).toList());
          }
        });
  }
}
