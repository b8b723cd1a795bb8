package io.rgate.runtime.route;

import io.rgate.api.Body;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.runtime.exchange.Gauge;
import io.rgate.runtime.exchange.Gauges;
import io.rgate.runtime.filter.Faults;
import io.rgate.runtime.filter.Line;
import io.rgate.runtime.forward.Forwarder;
import io.rgate.spi.stats.Series;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds a request's route in the current snapshot and forwards the request, through the line of the
 * route's and its backend's filters if there are any.
 */
public final class Router implements Handler {
  private final LiveSnapshot live;
  private final Forwarder forwarder;
  private final Gauges<Series> gauges;
  private final Faults faults;

  /** For requests that are counted at their route already, when their line begins. */
  private final Gauge counted = new Gauge();

  private volatile Lines lines;

  /**
   * Counts the requests under way at each route in {@code gauges}.
   *
   * @param faults say which requests a fault on purpose happens to
   */
  public Router(LiveSnapshot live, Forwarder forwarder, Gauges<Series> gauges, Faults faults) {
    this.live = live;
    this.forwarder = forwarder;
    this.gauges = gauges;
    this.faults = faults;
    this.lines = new Lines(live.current());
  }

  @Override
  public Response handle(Request request) throws IOException {
    Snapshot snapshot = live.current();
    Optional<Route> match = snapshot.routes().match(request);
    if (match.isEmpty()) {
      return response(snapshot.defaultResponse());
    }
    Route route = match.get();
    return snapshot.filters().concerns(route)
        ? throughLine(request, route, snapshot)
        : forwarder.forward(request, route, snapshot.pool(route.backend()), gauge(route));
  }

  private Gauge gauge(Route route) {
    return gauges.of(new Series(route.name(), route.backend(), null));
  }

  private Response throughLine(Request request, Route route, Snapshot snapshot) throws IOException {
    Lines now = lines;
    if (!now.areOf(snapshot)) {
      now = new Lines(snapshot);
      lines = now;
    }
    Line line = now.of(route, this::line);
    return line.enter()
        ? line.handle(request, gauge(route))
        : handle(request); // a filter is closed, so there is another snapshot by now
  }

  private Line line(Route route, Snapshot snapshot) {
    return new Line(
        route,
        snapshot.filters(),
        faults,
        request -> forwarder.forward(request, route, snapshot.pool(route.backend()), counted));
  }

  private static Response response(DefaultResponse configured) {
    Fields fields =
        configured.body().isEmpty()
            ? Fields.EMPTY
            : Fields.of("Content-Type", configured.contentType());
    return Response.of(configured.status(), fields, Body.of(configured.body()));
  }
}
