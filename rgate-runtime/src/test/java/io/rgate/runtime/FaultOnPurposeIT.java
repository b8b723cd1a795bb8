package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Route;
import io.rgate.api.Route.Fault;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on purpose, and what is counted of it. */
class FaultOnPurposeIT extends RouteFilterRig {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final LogLines log = new LogLines();
  private final Recording samples = new Recording();

  @AfterEach
  void closeLog() {
    log.close();
  }

  private static Route faulty(Duration delay, int abort, int share) {
    return new Route("/", "all").withFault(new Fault(delay, abort, share));
  }

  @Test
  void aShareOfTheRequestsIsAbortedAndCounted() throws Exception {
    Gateway.Builder builder =
        builder(config(ALL, faulty(Duration.ZERO, 503, 30), route("/fine")), answering(OK))
            .stats(samples);
    Random random = new Random(11);
    builder.draft.random = () -> random;
    gateway(builder);
    Random same = new Random(11);
    int aborted = 0;
    for (int i = 0; i < 50; i++) {
      boolean expected = same.nextInt(100) < 30;
      Message answer = ask(get("/"));
      assertThat(answer.status()).isEqualTo(expected ? 503 : 200);
      assertThat(answer.text()).isEqualTo(expected ? "fault on purpose\n" : "ok");
      Sample sample = samples.next();
      assertThat(sample.status()).isEqualTo(answer.status());
      assertThat(sample.attempts().route()).isEqualTo("/");
      assertThat(sample.attempts().all()).hasSize(expected ? 0 : 1);
      aborted += expected ? 1 : 0;
    }
    assertThat(aborted).isBetween(5, 25);
    assertThat(ask(get("/fine")).text()).isEqualTo("ok");
    assertThat(log.all())
        .containsOnlyOnce(
            "WARNING route / has a fault on purpose: 30% of its requests are answered with 503")
        .noneMatch(line -> line.contains("-> 503"));
  }

  @Test
  void aDelayComesBeforeTheOriginIsAsked() throws Exception {
    gateway(
        builder(config(ALL, faulty(Duration.ofMillis(300), 0, 100)), answering(OK)).stats(samples));
    long start = System.nanoTime();
    assertThat(ask(get("/")).text()).isEqualTo("ok");
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(299).toNanos());
    Sample sample = samples.next();
    assertThat(sample.totalNanos()).isGreaterThan(Duration.ofMillis(299).toNanos());
    assertThat(sample.attempts().all()).hasSize(1);
  }

  @Test
  void itStandsBehindTheFiltersOfTheRouteAndBeforeThoseOfTheBackend() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    Route route = faulty(Duration.ZERO, 204, 100).withFilters(plugins("route"));
    gateway(
        builder(config(ALL.withFilters(plugins("backend")), route), answering(OK))
            .filter(
                "route",
                (request, next) -> {
                  var response = next.handle(request);
                  statuses.add(response.status());
                  return response;
                })
            .filter(
                "backend",
                (request, next) -> {
                  throw new AssertionError("the request has failed before");
                }));

    assertThat(ask(get("/")).status()).isEqualTo(204);
    assertThat(statuses).containsExactly(204);
  }

  @Test
  void aReloadTellsOfIt() throws Exception {
    Gateway gateway = gateway(builder(config(ALL, route("/")), answering(OK)));
    gateway.reload(config(ALL, faulty(Duration.ofSeconds(2), 500, 10)));
    assertThat(log.all())
        .containsOnlyOnce(
            "WARNING route / has a fault on purpose: 10% of its requests wait 2000 ms and are"
                + " answered with 500");
  }

  @Test
  void aClientThatLeavesEndsTheDelay() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(builder(config(ALL, faulty(LONG, 0, 100)), origin).stats(samples));
    Wire client = client().send(GET);
    eventually("it is delayed", () -> openExchanges() == 1);
    Thread.sleep(100); // so that it is in the middle of the delay
    client.close();

    Sample sample = samples.next();
    assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_GONE);
    assertThat(sample.status()).isEqualTo(499);
    assertThat(sample.attempts().route()).isEqualTo("/");
    assertThat(origin.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(GatewayKind.class)
  void theEndOfTheDrainEndsTheDelay(GatewayKind kind) throws Exception {
    RawOrigin origin = answering(OK);
    Gateway gateway =
        builder(config(ALL, faulty(LONG, 0, 100)), origin)
            .front(kind.front())
            .upstream(kind.upstream())
            .start();
    Wire client = open(Wire.to(gateway.port())).send(GET);
    eventually("it is delayed", () -> gateway.inFlight().count() == 1);

    long start = System.nanoTime();
    gateway.close(Duration.ofMillis(200));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(client.rest()).isEmpty();
    eventually("the request is over", () -> gateway.inFlight().count() == 0);
    assertThat(origin.requests()).isEmpty();
  }
}
