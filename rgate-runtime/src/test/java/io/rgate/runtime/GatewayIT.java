package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.StatsSnapshot;
import io.rgate.api.StatusException;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway as an application embeds it. */
class GatewayIT {
  private static final Map<String, String> LABELS = Map.of("app", "echo");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Samples samples = new Samples();
  private HttpServer origin;

  /** A sink that keeps everything and tells what it is told to. */
  private static final class Samples implements StatsSink, StatsSource {
    private final List<Sample> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void record(Sample sample) {
      all.add(sample);
    }

    @Override
    public StatsSnapshot snapshot() {
      return new StatsSnapshot(100, 110, new StatsSnapshot.Latency(2.0, 5.0, 10.0));
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @BeforeEach
  void startOrigin() throws IOException {
    Gateway.builder(); // has the JDK's properties set before its server is first used
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String text =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Team")
                  + " "
                  + new String(body, StandardCharsets.UTF_8);
          byte[] answer = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
          }
        });
    origin.start();
  }

  @AfterEach
  void stopOrigin() {
    client.close();
    origin.stop(0);
  }

  private String originUrl() {
    return "http://127.0.0.1:" + origin.getAddress().getPort();
  }

  private Gateway.Builder builder() {
    return builder(samples);
  }

  private Gateway.Builder builder(StatsSink sink) {
    return Gateway.builder()
        .route("/echo", "echo")
        .backend("echo", "app=echo")
        .endpoint(originUrl(), LABELS)
        .stats(sink)
        .host("127.0.0.1")
        .port(0);
  }

  private static HttpRequest.Builder request(Gateway gateway, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
  }

  private HttpResponse<String> get(Gateway gateway, String path) throws Exception {
    return client.send(request(gateway, path).build(), BodyHandlers.ofString());
  }

  @Test
  void methodTargetAndContentReachTheOriginAsTheyCame() throws Exception {
    try (Gateway gateway = builder().start()) {
      HttpResponse<String> response =
          client.send(
              request(gateway, "/echo/a%2Fb//c?x=%20&y")
                  .method("PATCH", BodyPublishers.ofString("content"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("PATCH /echo/a%2Fb//c?x=%20&y null content");
    }
  }

  @Test
  void statsHaveExactlyTheDocumentedFormAndAreNotCounted() throws Exception {
    try (Gateway gateway = builder().start()) {
      get(gateway, "/echo");
      HttpResponse<String> stats = get(gateway, "/stats");

      assertThat(stats.body())
          .isEqualTo(
              "{\"requests_count\":{\"success\":100,\"error\":110},"
                  + "\"latency_ms\":{\"average\":2.0,\"p95\":5.0,\"p99\":10.0}}");
      assertThat(stats.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(gateway.stats()).isEqualTo(samples.snapshot());
    }
    assertThat(samples.all).hasSize(1);
    assertThat(samples.closed).hasValue(1);
  }

  @Test
  void filtersSeeEveryRequestInTheirOrderAndMayAnswerThemselves() throws Exception {
    try (Gateway gateway =
        builder()
            .filter((request, next) ->
                request.path().equals("/echo/self")
                    ? Response.text(418, "tea")
                    : next.handle(request))
            .filter((request, next) ->
                next.handle(request.withFields(request.fields().with("X-Team", "red"))))
            .filter((request, next) -> {
              if (request.path().equals("/echo/no")) {
                throw new StatusException(403, "for the log only");
              }
              Response response = next.handle(request);
              return response.withFields(response.fields().with("X-Seen", "yes"));
            })
            .start()) {
      assertThat(get(gateway, "/echo").body()).isEqualTo("GET /echo red ");
      assertThat(get(gateway, "/echo").headers().firstValue("X-Seen")).hasValue("yes");
      assertThat(get(gateway, "/echo/self").statusCode()).isEqualTo(418);
      assertThat(get(gateway, "/echo/no").statusCode()).isEqualTo(403);
      assertThat(get(gateway, "/echo/no").body()).doesNotContain("log");
      assertThat(get(gateway, "/elsewhere").headers().firstValue("X-Seen")).hasValue("yes");
    }
  }

  @Test
  void gatewaysOfOneProcessDoNotSeeEachOther() throws Exception {
    Samples others = new Samples();
    Gateway one = builder().start();
    try (Gateway two = builder(others).defaultResponse(410, "gone").start()) {
      assertThat(get(one, "/other").statusCode()).isEqualTo(404);
      assertThat(get(two, "/other").statusCode()).isEqualTo(410);
      one.close();
      assertThat(get(two, "/echo").statusCode()).isEqualTo(200);
    }
    assertThat(samples.all).hasSize(1);
    assertThat(others.all).hasSize(2);
  }

  @Test
  void aReloadPutsRoutesIntoForceAtOnce() throws Exception {
    GatewayConfig old =
        new GatewayConfig(
            List.of(new Route("/old", "files")),
            List.of(new Backend("files", List.of(LabelMatch.parse("app")))),
            DefaultResponse.NOT_FOUND);
    try (Gateway gateway = builder().config(old).start()) {
      assertThat(get(gateway, "/new").statusCode()).isEqualTo(404);

      gateway.reload(
          new GatewayConfig(
              List.of(new Route("/new", "files")), old.backends(), new DefaultResponse(403, "no")));

      assertThat(get(gateway, "/new").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/old").body()).isEqualTo("no");
    }
  }

  @Test
  void closingTwiceIsClosingOnceAndFreesThePort() {
    Gateway gateway = builder().start();
    int port = gateway.port();
    gateway.close();
    gateway.close();
    assertThat(samples.closed).hasValue(1);

    try (Gateway next = builder().port(port).start()) {
      assertThat(next.port()).isEqualTo(port);
    }
  }

  @Test
  void aPortInUseIsSaidWithAWayOutAndClosesWhatWasGiven() {
    try (Gateway gateway = builder().start()) {
      Samples given = new Samples();
      assertThatThrownBy(() -> builder(given).port(gateway.port()).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + gateway.port())
          .hasMessageContaining("choose another port");
      assertThat(given.closed).hasValue(1);
    }
  }

  @Test
  void aThrowingSinkCostsNoRequest() throws Exception {
    StatsSink broken =
        new StatsSink() {
          @Override
          public void record(Sample sample) {
            throw new IllegalStateException("full");
          }

          @Override
          public void close() {
            throw new IllegalStateException("still full");
          }
        };
    try (Gateway gateway = builder(broken).start()) {
      assertThat(get(gateway, "/echo").statusCode()).isEqualTo(200);
      assertThat(get(gateway, "/stats").statusCode()).isEqualTo(501);
    }
  }
}
