package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.runtime.measure.NoStats;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/**
 * A gateway between clients and raw origins; what a test opens here is closed behind it, and no
 * exchange may then be left.
 */
abstract class GatewayRig {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** A backend with every default. */
  static final Backend ALL = new Backend("all", List.of(LabelMatch.parse("all")));

  /** A request without content that a kept-alive connection may follow. */
  static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** One that says that it is the last of its connection. */
  static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  /** What gateways are put together from here. */
  GatewayKind kind() {
    return GatewayKind.DIRECT;
  }

  private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
  private Gateway gateway;

  /** A gateway in front of these origins, with every default. */
  final Gateway gateway(RawOrigin... origins) {
    return gateway(Forwarding.DEFAULT, origins);
  }

  final Gateway gateway(Forwarding forwarding, RawOrigin... origins) {
    return gateway(builder(forwarding, origins));
  }

  /** What {@link #gateway(Forwarding, RawOrigin...)} starts, to be changed before. */
  final Gateway.Builder builder(Forwarding forwarding, RawOrigin... origins) {
    return before(
        Gateway.builder().forwarding(forwarding).route("/", "all").backend("all", "all"), origins);
  }

  /** The same with a backend of the test's own, which is called {@code all}. */
  final Gateway.Builder builder(Backend all, Forwarding forwarding, RawOrigin... origins) {
    Route route = new Route("/", "all").withForwarding(forwarding);
    return before(
        Gateway.builder()
            .config(new GatewayConfig(List.of(route), List.of(all), DefaultResponse.NOT_FOUND)),
        origins);
  }

  /** The same with a route of the test's own, to a backend with every default. */
  final Gateway.Builder builder(Route route, RawOrigin... origins) {
    return before(
        Gateway.builder()
            .config(new GatewayConfig(List.of(route), List.of(ALL), DefaultResponse.NOT_FOUND)),
        origins);
  }

  private Gateway.Builder before(Gateway.Builder builder, RawOrigin... origins) {
    builder
        .stats(NoStats.INSTANCE)
        .front(kind().front())
        .upstream(kind().upstream())
        .host("127.0.0.1")
        .port(0);
    for (RawOrigin origin : origins) {
      builder.endpoint(origin.url(), Map.of("all", ""));
    }
    return builder;
  }

  final Gateway gateway(Gateway.Builder builder) {
    gateway = open(builder.start());
    return gateway;
  }

  /** An origin that does what {@code script} says. */
  final RawOrigin origin(RawOrigin.Script script) throws IOException {
    return open(RawOrigin.start(script));
  }

  /** An origin that answers every request with these bytes. */
  final RawOrigin answering(String response) throws IOException {
    return open(RawOrigin.answering(response));
  }

  /** An origin that answers one request a connection with these bytes and ends it. */
  final RawOrigin answeringOnce(String response) throws IOException {
    return open(RawOrigin.answeringOnce(response));
  }

  final int port() {
    return gateway.port();
  }

  /** A new connection to the gateway. */
  final Wire client() throws IOException {
    return open(connect());
  }

  /** A new connection to the gateway that its opener closes. */
  final Wire connect() throws IOException {
    return Wire.to(gateway.port());
  }

  /** What a new connection gets for these bytes. */
  final Message ask(String request) throws IOException {
    try (Wire client = connect()) {
      return client.send(request).response(request.substring(0, request.indexOf(' ')));
    }
  }

  final <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  /** How many exchanges the gateway is serving. */
  final long openExchanges() {
    return gateway.inFlight().count();
  }

  /** Waits until {@code condition} holds, for half a minute at most. */
  static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time for: " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    Gateway last = gateway;
    for (AutoCloseable resource : opened) {
      if (resource != last) {
        resource.close();
      }
    }
    if (last != null) {
      eventually("every exchange is over", () -> last.inFlight().count() == 0);
      last.close(Duration.ZERO); // no request is on its way
    }
    opened.clear();
  }
}
