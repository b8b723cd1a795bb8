package io.rgate.runtime;

import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.runtime.admin.AdminEndpoint;
import io.rgate.runtime.admin.StatsEndpoint;
import io.rgate.runtime.balance.EndpointPicker;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.runtime.filter.FilterLayer;
import io.rgate.runtime.forward.Forwarder;
import io.rgate.runtime.front.ExchangeHandler;
import io.rgate.runtime.measure.InFlight;
import io.rgate.runtime.measure.Measurement;
import io.rgate.runtime.measure.Meter;
import io.rgate.runtime.measure.Stats;
import io.rgate.runtime.route.LiveSnapshot;
import io.rgate.runtime.route.Router;
import io.rgate.spi.BackendDiscovery;
import io.rgate.transport.Service;
import io.rgate.transport.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The parts that a gateway consists of and owns.
 *
 * @param live the current snapshot
 * @param discovery not started yet
 * @param stats the statistics and their sinks
 * @param upstream sends requests to endpoints
 * @param filters in the order in which they are called
 */
record GatewayParts(
    LiveSnapshot live,
    BackendDiscovery discovery,
    Stats stats,
    Upstream upstream,
    List<Filter> filters) {

  /**
   * The chain of handlers that serves clients, as one service.
   *
   * @param withStats whether this service answers the statistics too
   */
  Service exchangeHandler(InFlight inFlight, boolean withStats) {
    Forwarder forwarder =
        new Forwarder(new EndpointPicker(ThreadLocalRandom::current), upstream, stats.endpoints());
    StatsEndpoint told = withStats ? StatsEndpoint.forClients(stats) : StatsEndpoint.nowhere(stats);
    ErrorBoundary line =
        new ErrorBoundary(told.before(new Router(live, forwarder, stats.routes())));
    for (Filter filter : filters.reversed()) {
      line = new ErrorBoundary(new FilterLayer(filter, line));
    }
    return new ExchangeHandler(line, told::isFor, stats.meter(), inFlight);
  }

  /**
   * The service of the admin address.
   *
   * @param clients the exchanges that the gateway serves
   */
  Service adminHandler(InFlight clients) {
    Handler admin = new AdminEndpoint(live, StatsEndpoint.of(stats), clients);
    return new ExchangeHandler(
        new ErrorBoundary(admin), request -> true, Meter.NONE, new InFlight());
  }

  /** Starts the discovery and waits a limited time for its first report, which may be a failure. */
  void startDiscovery(Duration atMost) {
    discovery.start(live);
    try {
      live.awaitFirstReport(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes each part, even if closing another one throws. */
  void close() {
    ErrorBoundary.flush();
    Measurement.flush();
    try {
      upstream.close();
    } finally {
      // These two throw nothing: exceptions of a plug-in go to the log.
      stats.close();
      discovery.close();
    }
  }
}
