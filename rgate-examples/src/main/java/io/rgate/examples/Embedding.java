package io.rgate.examples;

import io.rgate.runtime.Gateway;
import java.util.Map;

/** A gateway inside an application. */
final class Embedding {
  private Embedding() {}

  /** Starts a gateway in front of {@code origin}, an address such as http://127.0.0.1:9001. */
  static Gateway start(String origin, int port) {
    return Gateway.builder()
        .route("/api/payment", "payment")
        .backend("payment", "app_name=payment")
        .endpoint(origin, Map.of("app_name", "payment"))
        .defaultResponse(403, "This is not reachable")
        .filter((request, next) ->
            next.handle(request.withFields(request.fields().with("X-Team", "red"))))
        .port(port)
        .start();
  }
}
