package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rgate.api.Attempts;
import io.rgate.api.Body;
import io.rgate.api.Filter;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.StatusException;
import io.rgate.spi.Sample;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What filters of a route and of a backend see, and what is counted of it. */
class RouteFiltersIT extends RouteFilterRig {
  private final LogLines log = new LogLines();
  private final Recording samples = new Recording();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeLog() {
    log.close();
  }

  /** Says when a request and when its response passes. */
  private Filter telling(String name) {
    return (request, next) -> {
      seen.add(name + ">");
      Response response = next.handle(request);
      seen.add("<" + name + " " + response.status());
      return response;
    };
  }

  private void requireCounted(Sample sample, int status, Route route) {
    assertThat(sample.status()).isEqualTo(status);
    assertThat(sample.attempts())
        .extracting(Attempts::route, Attempts::backend)
        .containsExactly(route.name(), route.backend());
  }

  @Test
  void thoseOfTheGatewayThenOfTheRouteThenOfTheBackend() throws Exception {
    gateway(
        builder(
                config(ALL.withFilters(plugins("last")), route("/", "one", "two"), route("/plain")),
                answering(OK))
            .filter("last", telling("backend"))
            .filter("one", telling("one"))
            .filter("two", telling("two"))
            .filter(telling("gateway"))
            .stats(samples));

    assertThat(ask(get("/")).text()).isEqualTo("ok");
    assertThat(seen)
        .containsExactly(
            "gateway>",
            "one>",
            "two>",
            "backend>",
            "<backend 200",
            "<two 200",
            "<one 200",
            "<gateway 200");
    assertThat(samples.next().attempts().all()).hasSize(1);

    seen.clear();
    assertThat(ask(get("/plain")).text()).isEqualTo("ok");
    assertThat(seen).containsExactly("gateway>", "backend>", "<backend 200", "<gateway 200");
  }

  @Test
  void whatFailsBehindThemHasBecomeAResponse() throws Exception {
    String nobody;
    try (ServerSocket taken = new ServerSocket(0)) {
      nobody = "http://127.0.0.1:" + taken.getLocalPort();
    }
    Route route = route("/", "tell");
    gateway(
        builder(config(ALL.withFilters(plugins("tell")), route))
            .endpoint(nobody, Map.of("all", ""))
            .filter("tell", telling("x"))
            .stats(samples));

    Message refused = ask(get("/"));
    Sample sample = samples.next();
    assertThat(refused.text()).isEqualTo("Service Unavailable\n");
    assertThat(seen).containsExactly("x>", "x>", "<x 503", "<x 503");
    requireCounted(sample, 503, route);
    assertThat(sample.attempts().all()).hasSize(1);
    assertThat(log.all()).filteredOn(line -> line.contains("-> 503")).hasSize(1);
  }

  @Test
  void anAnswerOfTheirOwnCountsForRouteAndBackend() throws Exception {
    Route route = route("/limited", "full");
    RawOrigin origin = answering(OK);
    gateway(
        builder(config(ALL, route, route("/closed", "closed"), route("/free")), origin)
            .filter("full", (request, next) -> Response.text(429, "later"))
            .filter(
                "closed",
                (request, next) -> {
                  throw new StatusException(403, "no");
                })
            .stats(samples));

    assertThat(ask(get("/limited")).text()).isEqualTo("later");
    requireCounted(samples.next(), 429, route);
    assertThat(ask(get("/closed")).status()).isEqualTo(403);
    requireCounted(samples.next(), 403, route("/closed"));
    assertThat(origin.requests()).isEmpty();
    assertThat(ask(get("/free")).text()).isEqualTo("ok");
    requireCounted(samples.next(), 200, route("/free"));
    assertThat(ask(get("/nobody")).status()).isEqualTo(404);
    assertThat(samples.next().attempts()).isEqualTo(Attempts.NONE);
  }

  @Test
  void oneThatThrowsGets500AndIsCounted() throws Exception {
    Route route = route("/", "outer", "broken");
    gateway(
        builder(config(ALL, route), answering(OK))
            .filter("outer", telling("outer"))
            .filter(
                "broken",
                (request, next) -> {
                  throw new IllegalStateException("secret");
                })
            .stats(samples));

    Message answer = ask(get("/"));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("secret");
    assertThat(seen).containsExactly("outer>", "<outer 500");
    requireCounted(samples.next(), 500, route);
  }

  @Test
  void contentStreamsThroughThem() throws Exception {
    CountDownLatch headSeen = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
          headSeen.await();
          wire.send("6\r\n world\r\n0\r\n\r\n");
        });
    Filter wrapping =
        (request, next) -> {
          Response response = next.handle(request);
          Body body = response.body();
          return response.withBody(
              new Body(new FilterInputStream(body.stream()) {}, body.length()));
        };
    gateway(
        builder(config(ALL.withFilters(plugins("wrap")), route("/", "wrap")), origin)
            .filter("wrap", wrapping)
            .stats(samples));

    Wire client = client().send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 200");
    assertThat(client.text(8)).isEqualTo("5\r\nhello");
    headSeen.countDown();
    assertThat(client.text(2 + 3 + 6 + 2 + 5)).isEqualTo("\r\n6\r\n world\r\n0\r\n\r\n");
    assertThat(samples.next().bytesOut()).isEqualTo(11);
  }

  @Test
  void aResponseThatOneKeepsIsClosedAndTheFilterNamed() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
          assertThat(wire.read()).isEqualTo(-1);
          closed.countDown();
        });
    Filter keeping =
        (request, next) -> Response.text(202 + next.handle(request).status() % 2, "mine");
    gateway(
        builder(config(ALL, route("/", "keeping")), origin)
            .filter("keeping", keeping)
            .stats(samples));

    assertThat(ask(get("/")).text()).isEqualTo("mine");
    closed.await();
    requireCounted(samples.next(), 202, route("/"));
    eventually(
        "the filter is named",
        () ->
            log.all().stream()
                .anyMatch(
                    line -> line.startsWith("WARNING filter " + keeping.getClass().getName())));
  }

  /** At most one request at a time. */
  private static Filter narrow() {
    Semaphore places = new Semaphore(1);
    return (request, next) -> {
      if (!places.tryAcquire()) {
        return Response.text(429, "full");
      }
      try {
        return next.handle(request);
      } finally {
        places.release();
      }
    };
  }

  @Test
  void eachRouteHasALimitOfItsOwnAndWhatWaitsInAFilterIsUnderWayThere() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Filter slow =
        (request, next) -> {
          asked.countDown();
          await(go);
          return next.handle(request);
        };
    TallySink sink = new TallySink();
    Gateway gateway =
        gateway(
            builder(config(ALL, route("/a", "a", "slow"), route("/b", "b")), answering(OK))
                .filter("a", narrow())
                .filter("b", narrow())
                .filter("slow", slow)
                .admin("127.0.0.1", 0)
                .stats(sink));
    int admin = gateway.adminPort().orElseThrow();
    Wire first = client().send(get("/a"));
    asked.await();

    assertThat(ask(get("/a")).status()).isEqualTo(429);
    assertThat(ask(get("/b")).status()).isEqualTo(200);
    assertThat(underWay(admin, "/a")).isEqualTo(1);
    assertThat(underWay(admin, "/b")).isZero();
    go.countDown();
    assertThat(first.response().text()).isEqualTo("ok");
    eventually("it is under way no more", () -> openExchanges() == 0);
    assertThat(underWay(admin, "/a")).isZero();
  }

  private static int underWay(int admin, String route) throws IOException {
    try (Wire wire = Wire.to(admin)) {
      String json = wire.send(get("/stats?detail")).response().text();
      return new ObjectMapper().readTree(json).get("routes").get(route).get("in_flight").asInt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
