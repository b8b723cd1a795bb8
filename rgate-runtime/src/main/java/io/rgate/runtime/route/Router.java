package io.rgate.runtime.route;

import io.rgate.api.Body;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.exchange.Gauges;
import io.rgate.runtime.forward.Forwarder;
import io.rgate.spi.stats.Series;
import java.io.IOException;
import java.util.Optional;

/** Finds a request's route in the current snapshot and forwards the request. */
public final class Router implements Handler {
  private final LiveSnapshot live;
  private final Forwarder forwarder;
  private final Gauges<Series> gauges;

  /** Counts the requests under way at each route in {@code gauges}. */
  public Router(LiveSnapshot live, Forwarder forwarder, Gauges<Series> gauges) {
    this.live = live;
    this.forwarder = forwarder;
    this.gauges = gauges;
  }

  @Override
  public Response handle(Request request) throws IOException {
    Snapshot snapshot = live.current();
    Optional<Route> match = snapshot.routes().match(request);
    if (match.isEmpty()) {
      return response(snapshot.defaultResponse());
    }
    Route route = match.get();
    Pool pool = snapshot.pool(route.backend());
    return forwarder.forward(
        request, route, pool, gauges.of(new Series(route.name(), route.backend(), null)));
  }

  private static Response response(DefaultResponse configured) {
    Fields fields =
        configured.body().isEmpty()
            ? Fields.EMPTY
            : Fields.of("Content-Type", configured.contentType());
    return Response.of(configured.status(), fields, Body.of(configured.body()));
  }
}
