package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.api.Route;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.measure.NoStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Limits of the gateway, of routes and of endpoints, and how they go together. */
class LimitsIT extends GatewayRig {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Concurrency NONE = Concurrency.UNLIMITED;

  private final Semaphore answers = new Semaphore(0);

  private RawOrigin waitingOrigin() throws Exception {
    return origin((wire, self) -> {
      while (self.next(wire) != null) {
        answers.acquire();
        wire.send(OK);
      }
    });
  }

  private static Concurrency limit(int most) {
    return new Concurrency(most, 0, LONG);
  }

  /** Two routes to one backend; only {@code /a} has a limit of its own. */
  private static GatewayConfig config(Concurrency gateway, Concurrency route, Concurrency backend) {
    Route first = new Route("/a", "all").withConcurrency(route);
    Backend all = ALL.withConcurrency(backend);
    return new GatewayConfig(
            List.of(first, new Route("/b", "all")), List.of(all), DefaultResponse.NOT_FOUND)
        .withConcurrency(gateway);
  }

  private Gateway.Builder builder(GatewayConfig config, RawOrigin... origins) {
    return builder(ALL, Forwarding.DEFAULT, origins).config(config);
  }

  private static String get(String path) {
    return GET.replace("/ ", path + " ");
  }

  /** A request that is at an origin. */
  private Wire under(String path, RawOrigin origin) throws Exception {
    int before = origin.requests().size();
    Wire client = client().send(get(path));
    eventually("it is at the origin", () -> origin.requests().size() == before + 1);
    return client;
  }

  private void allAreAnswered(List<Wire> clients) throws IOException {
    answers.release(clients.size());
    for (Wire client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
  }

  @Test
  void aRouteHasALimitOfItsOwn() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(builder(config(NONE, limit(1), NONE), origin));
    Wire first = under("/a", origin);
    Message refused = ask(get("/a"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.first("Retry-After")).isEqualTo("1");
    Wire other = under("/b", origin);
    allAreAnswered(List.of(first, other));
    allAreAnswered(List.of(under("/a", origin)));
  }

  @Test
  void theGatewaysLimitIsForAllRoutesButNotForWhatItAnswersItself() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(builder(config(limit(1), NONE, NONE), origin));
    Wire first = under("/a", origin);
    assertThat(ask(get("/b")).status()).isEqualTo(503);
    assertThat(ask(get("/x")).status()).isEqualTo(404);
    allAreAnswered(List.of(first));
    allAreAnswered(List.of(under("/b", origin)));
  }

  @Test
  void whoIsRefusedAtOneLimitGivesItsOtherPlacesBack() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(builder(config(limit(3), limit(1), limit(2)), origin));
    List<Wire> clients = new ArrayList<>();
    clients.add(under("/a", origin));
    for (int i = 0; i < 5; i++) {
      assertThat(ask(get("/a")).status()).isEqualTo(503); // by the route
    }
    clients.add(under("/b", origin));
    for (int i = 0; i < 5; i++) {
      assertThat(ask(get("/b")).status()).isEqualTo(503); // by the backend
    }
    allAreAnswered(clients);
    allAreAnswered(List.of(under("/a", origin), under("/b", origin)));
  }

  @Test
  void theLogSaysOnceInAWhileWhichLimitItWas() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(builder(config(NONE, limit(1), NONE), origin));
    Wire first = under("/a", origin);
    try (LogLines log = LogLines.quietly()) {
      for (int i = 0; i < 20; i++) {
        assertThat(ask(get("/a")).status()).isEqualTo(503);
      }
      assertThat(log.all())
          .hasSizeBetween(1, 6)
          .anyMatch(line ->
              line.endsWith(
                  "503: as many requests are under way as the limit of route '/a' allows"));
    }
    allAreAnswered(List.of(first));
  }

  @Test
  void whoseClientLeavesInAQueueIsNeverSentAndLeavesItsPlaceInTheQueue() throws Exception {
    Recording samples = new Recording();
    RawOrigin origin = waitingOrigin();
    Concurrency queue = new Concurrency(1, 1, LONG);
    gateway(builder(config(NONE, queue, NONE), origin).stats(samples));
    Wire first = under("/a", origin);
    Wire left = client().send(get("/a"));
    eventually("it is served", () -> openExchanges() == 2);
    Thread.sleep(100); // from the beginning of an exchange to its place in the queue
    left.close();
    assertThat(samples.next().status()).isEqualTo(499);
    Wire next = client().send(get("/a"));
    eventually("it is served", () -> openExchanges() == 2);
    allAreAnswered(List.of(first, next));
    assertThat(origin.requests()).hasSize(2);
  }

  @Test
  void aFilterThatFailsCostsNoPlace() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(
        builder(config(limit(1), limit(1), limit(1)), origin)
            .filter((request, next) -> {
              next.handle(request);
              throw new IllegalStateException("after the answer");
            }));
    try (LogLines log = LogLines.quietly()) {
      for (int i = 0; i < 5; i++) {
        assertThat(ask(get("/a")).status()).isEqualTo(500);
        // The answer that the filter got is closed at the end of the exchange.
        eventually("it is over", () -> openExchanges() == 0);
      }
      assertThat(log.all()).hasSizeGreaterThan(4).noneMatch(line -> line.contains("-> 503"));
    }
  }

  @Test
  void aReloadCountsWhatIsUnderWay() throws Exception {
    RawOrigin origin = waitingOrigin();
    Gateway gateway = gateway(builder(config(limit(2), limit(2), limit(2)), origin));
    List<Wire> clients = new ArrayList<>();
    clients.add(under("/a", origin));
    clients.add(under("/a", origin));
    for (int each = 0; each < 3; each++) {
      gateway.reload(
          config(limit(each == 0 ? 3 : 5), limit(each == 1 ? 3 : 5), limit(each == 2 ? 3 : 5)));
      if (each == 0) {
        clients.add(under("/a", origin));
      }
      assertThat(ask(get("/a")).status()).as("with limit %d at 3", each).isEqualTo(503);
    }
    gateway.reload(config(NONE, NONE, NONE));
    clients.add(under("/a", origin));
    gateway.reload(config(limit(1), limit(1), limit(1)));
    assertThat(ask(get("/a")).status()).isEqualTo(503);
    allAreAnswered(clients);
    for (int i = 0; i < 3; i++) {
      Wire only = under("/a", origin);
      assertThat(ask(get("/a")).status()).isEqualTo(503);
      allAreAnswered(List.of(only));
    }
  }

  @Test
  void anEndpointGetsNoMoreThanItsShare() throws Exception {
    RawOrigin one = waitingOrigin();
    RawOrigin two = waitingOrigin();
    gateway(builder(config(NONE, NONE, NONE.withPerEndpoint(2)), one, two));
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int before = i;
      clients.add(client().send(get("/a")));
      eventually("one more", () -> one.requests().size() + two.requests().size() == before + 1);
    }
    assertThat(one.requests()).hasSize(2);
    assertThat(two.requests()).hasSize(2);
    Message refused = ask(get("/a"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.first("Retry-After")).isEqualTo("1");
    allAreAnswered(clients);
  }

  @Test
  void whoFindsEveryEndpointFullWaitsInTheQueueOfTheBackend() throws Exception {
    AtomicInteger busiest = new AtomicInteger();
    RawOrigin[] origins = {counting(busiest), counting(busiest), counting(busiest)};
    Concurrency limit = new Concurrency(0, 200, LONG).withPerEndpoint(3);
    gateway(builder(config(NONE, NONE, limit), origins));
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      clients.add(client().send(get("/a")));
    }
    for (Wire client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
    assertThat(busiest.get()).isBetween(1, 3);
  }

  private RawOrigin counting(AtomicInteger busiest) throws IOException {
    AtomicInteger now = new AtomicInteger();
    return origin((wire, self) -> {
      while (self.next(wire) != null) {
        busiest.accumulateAndGet(now.incrementAndGet(), Math::max);
        Thread.sleep(5);
        now.decrementAndGet();
        wire.send(OK);
      }
    });
  }

  @Test
  void connectionsOfClientsAreLimitedAndThoseOfTheAdministrationAreNot() throws Exception {
    RawOrigin origin = answering(OK);
    Gateway gateway =
        gateway(
            builder(Forwarding.DEFAULT, origin)
                .limits(Limits.DEFAULT.withConnections(0, 1))
                .admin("127.0.0.1", 0));
    Wire first = client().send(GET);
    assertThat(first.response().status()).isEqualTo(200);
    assertThat(client().read()).isEqualTo(-1);
    Wire admin = open(Wire.to(gateway.adminPort().orElseThrow()));
    Wire other = open(Wire.to(gateway.adminPort().orElseThrow()));
    for (Wire each : List.of(admin, other)) {
      assertThat(each.send(get("/health")).response().status()).isEqualTo(200);
    }
    assertThat(first.send(GET).response().status()).isEqualTo(200);
  }

  @Test
  void theJdksServerCountsNoConnectionsAndTheFileSaysWhere() {
    String server = "server: {port: 0, front: jdk, max_connections_per_client: 5}\n";
    ConfigFile file = ConfigFile.parse("rgate.yml", "routes: []\nbackends: []\n" + server);
    assertThatThrownBy(() ->
            Gateway.builder()
                .config(file)
                .endpoint("http://127.0.0.1:1", Map.of())
                .stats(NoStats.INSTANCE)
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "rgate.yml:3:59: server.max_connections_per_client: must be 0 with the front 'jdk',"
                + " because the JDK's HttpServer shows no connections; leave it out, or have the"
                + " module rgate-http on the path and take the front 'direct'");
  }

  @Test
  void anAdaptiveLimitBeginsWithTwenty() throws Exception {
    RawOrigin origin = waitingOrigin();
    gateway(builder(config(NONE, NONE, Concurrency.adaptive(0, LONG)), origin));
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(client().send(get("/b")));
    }
    eventually("they are at the origin", () -> origin.requests().size() == 20);
    assertThat(ask(get("/b")).status()).isEqualTo(503);
    allAreAnswered(clients);
  }
}
