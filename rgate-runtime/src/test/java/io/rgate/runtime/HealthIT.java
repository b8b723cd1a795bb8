package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.Backend.Health.Statuses;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Endpoints that are checked apart from the requests of clients. */
class HealthIT extends OverTheWire {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String FAILING =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";

  private final AtomicBoolean healthy = new AtomicBoolean(true);

  /** Answers requests always, and checks as it is said. */
  private RawOrigin checked() throws Exception {
    return origin((wire, self) -> {
      for (Message request = self.next(wire); request != null; request = self.next(wire)) {
        boolean check = request.startLine().startsWith("GET /health ");
        wire.send(check && !healthy.get() ? FAILING : OK);
      }
    });
  }

  private static long requests(RawOrigin origin) {
    return origin.requests().stream().filter(r -> r.startLine().startsWith("GET / ")).count();
  }

  private static long checks(RawOrigin origin) {
    return origin.requests().stream().filter(r -> r.startLine().contains("/health ")).count();
  }

  private void untilChecked(RawOrigin origin, int more) throws Exception {
    long before = checks(origin);
    eventually("it is checked", () -> checks(origin) >= before + more);
  }

  private void gateway(Health health, RawOrigin... origins) {
    gateway(
        builder(ALL.withEjection(Ejection.OFF).withHealth(health), Forwarding.DEFAULT, origins));
  }

  @Test
  void oneThatFailsGetsNoRequestsUntilItPassesAgain() throws Exception {
    RawOrigin bad = checked();
    RawOrigin good = answering(OK);
    gateway(new Health("/health", OFTEN, LONG, 2, 2), bad, good);
    untilChecked(bad, 1);
    Message check = bad.requests().getFirst();
    assertThat(check.first("User-Agent")).isEqualTo("rgate-health");
    assertThat(check.first("Host")).isEqualTo(bad.url().substring("http://".length()));

    healthy.set(false);
    untilChecked(bad, 4);
    long before = requests(bad);
    for (int i = 0; i < 30; i++) {
      assertThat(ask(GET).status()).isEqualTo(200);
    }
    assertThat(requests(bad)).isEqualTo(before);

    healthy.set(true);
    untilChecked(bad, 4);
    long deadline = System.nanoTime() + LONG.toNanos();
    while (requests(bad) < before + 5) {
      assertThat(ask(GET).status()).isEqualTo(200);
      assertThat(System.nanoTime()).as("time for 5 requests").isLessThan(deadline);
    }
  }

  @Test
  void aConnectionIsEnoughWhereNoPathIsGiven() throws Exception {
    RawOrigin good = answering(OK);
    String gone;
    try (RawOrigin closed = RawOrigin.answering(OK)) {
      gone = closed.url();
    }
    gateway(
        builder(
                ALL.withEjection(Ejection.OFF).withHealth(new Health(null, OFTEN, LONG, 1, 1)),
                Forwarding.DEFAULT,
                good)
            .endpoint(gone, java.util.Map.of("all", "")));
    eventually("both are checked", () -> good.connections() > 3);
    for (int i = 0; i < 10; i++) {
      assertThat(ask(GET).status()).isEqualTo(200);
    }
  }

  @Test
  void whereAllFailOneRequestAtTimeStillGoesToOne() throws Exception {
    RawOrigin origin = checked();
    healthy.set(false);
    gateway(new Health("/health", OFTEN, LONG, 1, 1), origin);
    untilChecked(origin, 2);
    assertThat(ask(GET).status()).isEqualTo(200);
    assertThat(ask(GET).status()).isEqualTo(200);
    assertThat(requests(origin)).isEqualTo(2);
  }

  @Test
  void anEndpointIsAskedForItsGrpcHealthService() throws Exception {
    HealthStatusManager status = new HealthStatusManager();
    Server service = NettyServerBuilder.forPort(0).addService(status.getHealthService()).build();
    status.setStatus("shop", ServingStatus.NOT_SERVING);
    service.start();
    try (LogLines log = new LogLines()) {
      Health often = new Health(null, OFTEN, LONG, 1, 1);
      gateway(often.withGrpc("shop").withPort(service.getPort()), answering(OK));
      eventually("it fails", () -> has(log, "says that 'shop' is NOT_SERVING"));
      status.setStatus("shop", ServingStatus.SERVING);
      eventually("it passes", () -> has(log, "passes its health check"));
    } finally {
      service.shutdownNow();
    }
  }

  private static boolean has(LogLines log, String text) {
    return log.all().stream().anyMatch(line -> line.contains(text));
  }

  @Test
  void checkHasItsFieldsAndPassesByItsStatusesAtAPortOfItsOwn() throws Exception {
    RawOrigin served = answering(OK);
    RawOrigin checks = checked();
    int port = URI.create(checks.url()).getPort();
    Health health =
        new Health("/health", OFTEN, LONG, 1, 1)
            .withPort(port)
            .withStatuses(List.of(new Statuses(500, 500)))
            .withFields(Fields.of("Host", "shop.internal", "user-agent", "me", "X-Key", "k"));
    healthy.set(false); // that passes here
    gateway(health, served);
    untilChecked(checks, 2);
    Message check = checks.requests().getFirst();
    assertThat(check.all("Host")).containsExactly("shop.internal");
    assertThat(check.all("User-Agent")).containsExactly("me");
    assertThat(check.first("X-Key")).isEqualTo("k");
    assertThat(ask(GET).status()).isEqualTo(200);
    assertThat(served.requests()).noneMatch(r -> r.startLine().contains("/health"));
  }
}
