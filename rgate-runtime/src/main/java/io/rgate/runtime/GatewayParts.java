package io.rgate.runtime;

import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.runtime.admin.AdminEndpoint;
import io.rgate.runtime.admin.StatsEndpoint;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.runtime.filter.Faults;
import io.rgate.runtime.filter.FilterLayer;
import io.rgate.runtime.forward.Forwarder;
import io.rgate.runtime.front.ChallengeAnswers;
import io.rgate.runtime.front.ExchangeHandler;
import io.rgate.runtime.front.HttpsRedirect;
import io.rgate.runtime.health.HealthChecks;
import io.rgate.runtime.measure.InFlight;
import io.rgate.runtime.measure.Measurement;
import io.rgate.runtime.measure.Meter;
import io.rgate.runtime.measure.Stats;
import io.rgate.runtime.route.LiveSnapshot;
import io.rgate.runtime.route.Router;
import io.rgate.runtime.tunnel.Tunnels;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Observer;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.Front.Service;
import io.rgate.transport.Upstream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is made of and owns.
 *
 * @param live the snapshot in force
 * @param discovery not started yet
 * @param stats where samples go and how they are asked for
 * @param upstream gets requests to endpoints
 * @param filters in the order in which they are called
 * @param observer follows requests; null if nothing does
 * @param health checks endpoints
 * @param faults say which requests a fault on purpose happens to
 * @param closeMade closes the filters, observers and balancers that providers made
 */
record GatewayParts(
    LiveSnapshot live,
    BackendDiscovery discovery,
    Stats stats,
    Upstream upstream,
    HealthChecks health,
    List<Filter> filters,
    @Nullable Observer observer,
    Faults faults,
    Runnable closeMade) {

  /**
   * The service for clients: filters, statistics, router and forwarder, in this order.
   *
   * @param withStats whether the statistics are answered here too
   * @param sources of certificates, whose challenges are answered before all filters
   */
  ExchangeHandler exchangeHandler(
      InFlight inFlight, Tunnels tunnels, boolean withStats, List<Certificates> sources) {
    Forwarder forwarder = new Forwarder(upstream, live.gates());
    StatsEndpoint told = withStats ? StatsEndpoint.forClients(stats) : StatsEndpoint.nowhere(stats);
    ErrorBoundary line =
        new ErrorBoundary(told.before(new Router(live, forwarder, stats.routes(), faults)));
    for (Filter filter : filters.reversed()) {
      line = new ErrorBoundary(new FilterLayer(filter, line));
    }
    return new ExchangeHandler(
            ChallengeAnswers.before(line, sources), told::isFor, stats.meter(), inFlight, observer)
        .withTunnels(tunnels, live::allowsWebSockets);
  }

  /** The service for clients that are sent to {@code port}, with {@code https}. */
  Service redirect(InFlight inFlight, int port, List<Certificates> sources) {
    return new ExchangeHandler(
        ChallengeAnswers.before(new ErrorBoundary(new HttpsRedirect(port)), sources),
        request -> false,
        stats.meter(),
        inFlight,
        observer);
  }

  /**
   * What answers the administration.
   *
   * @param clients the exchanges that the gateway serves
   */
  Service adminHandler(InFlight clients) {
    Handler admin = new AdminEndpoint(live, StatsEndpoint.of(stats), clients);
    return new ExchangeHandler(
        new ErrorBoundary(admin), request -> true, Meter.NONE, new InFlight(), null);
  }

  /** Starts the discovery and waits for its first word, a failure included, but not for long. */
  void startDiscovery(Duration atMost) {
    discovery.start(live);
    try {
      live.awaitFirstReport(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    health.start();
  }

  /** Closes each part, whatever another one throws. */
  void close() {
    ErrorBoundary.flush();
    Measurement.flush();
    health.close();
    faults.close();
    try {
      upstream.close();
    } finally {
      // These throw nothing: what a plug-in throws is in the log.
      stats.close();
      discovery.close();
      closeMade.run();
    }
  }
}
