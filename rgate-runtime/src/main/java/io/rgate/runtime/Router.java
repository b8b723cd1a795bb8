package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.spi.stats.Series;
import java.io.IOException;
import java.util.Optional;

/** Finds a request's route in the snapshot in force and has it forwarded there. */
final class Router implements Handler {
  private final LiveSnapshot live;
  private final Forwarder forwarder;
  private final Underway<Series> underway;

  /** Counts what is under way at each route, with its backend, in {@code underway}. */
  Router(LiveSnapshot live, Forwarder forwarder, Underway<Series> underway) {
    this.live = live;
    this.forwarder = forwarder;
    this.underway = underway;
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
    return underway.during(
        new Series(route.pathPrefix(), route.backend(), null),
        () -> forwarder.forward(request, route, pool));
  }

  private static Response response(DefaultResponse configured) {
    Fields fields =
        configured.body().isEmpty()
            ? Fields.EMPTY
            : Fields.of("Content-Type", configured.contentType());
    return new Response(configured.status(), fields, Body.of(configured.body()));
  }
}
