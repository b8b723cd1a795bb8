package io.rgate.runtime;

import static java.lang.System.Logger.Level.WARNING;

import com.sun.net.httpserver.HttpHandler;
import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a gateway is made of and owns.
 *
 * @param live the snapshot in force
 * @param discovery not started yet
 * @param sink takes a sample of each request
 * @param upstream gets requests to endpoints
 * @param filters in the order in which they are called
 */
record GatewayParts(
    LiveSnapshot live,
    BackendDiscovery discovery,
    StatsSink sink,
    Upstream upstream,
    List<Filter> filters) {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  /** The straight line of a request, folded into one handler. */
  HttpHandler exchangeHandler(Front front) {
    Forwarder forwarder =
        new Forwarder(
            new EndpointPicker(ThreadLocalRandom::current), upstream, new ForwardedHeaders());
    Handler line = new ErrorBoundary(new Router(live, forwarder));
    for (Filter filter : filters.reversed()) {
      Handler next = line;
      line = request -> filter.filter(request, next);
    }
    return new ExchangeHandler(
        new ErrorBoundary(line), new StatsEndpoint(sink), new GuardedSink(sink), front);
  }

  /** What the sink has been told so far. */
  StatsSnapshot stats() {
    if (sink instanceof StatsSource source) {
      return source.snapshot();
    }
    throw new IllegalStateException("the sink " + sink.getClass().getName() + " is no StatsSource");
  }

  /** Closes each part, whatever another one throws. */
  void close() {
    upstream.close();
    new GuardedSink(sink).close();
    try {
      discovery.close();
    } catch (RuntimeException e) {
      LOG.log(WARNING, "the discovery failed to close", e);
    }
  }
}
