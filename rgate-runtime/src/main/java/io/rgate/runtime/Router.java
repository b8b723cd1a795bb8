package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import java.io.IOException;
import java.util.Optional;

/** Finds a request's route in the snapshot in force and has it forwarded there. */
final class Router implements Handler {
  private final LiveSnapshot live;
  private final Forwarder forwarder;

  Router(LiveSnapshot live, Forwarder forwarder) {
    this.live = live;
    this.forwarder = forwarder;
  }

  @Override
  public Response handle(Request request) throws IOException {
    Snapshot snapshot = live.current();
    Optional<Route> route = snapshot.routes().match(request);
    if (route.isEmpty()) {
      return response(snapshot.defaultResponse());
    }
    return forwarder.forward(request, route.get(), snapshot.endpointsOf(route.get().backend()));
  }

  private static Response response(DefaultResponse configured) {
    Fields fields =
        configured.body().isEmpty()
            ? Fields.EMPTY
            : Fields.of("Content-Type", configured.contentType());
    return new Response(configured.status(), fields, Body.of(configured.body()));
  }
}
