package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rgate.config.StatsConfig;
import io.rgate.runtime.measure.NoStats;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is measured, where it goes, and how it is asked for. */
class StatsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final TallySink sink = new TallySink();
  private final CountDownLatch slowMayGoOn = new CountDownLatch(1);
  private final CountDownLatch slowIsThere = new CountDownLatch(1);
  private HttpServer origin;
  private String endpoint;

  /** A sink that cannot. */
  private static final class Broken implements StatsSink {
    @Override
    public void record(Sample sample) {
      throw new IllegalStateException("a test's sink that throws");
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void startOrigin() throws IOException {
    Gateway.builder(); // has the JDK's properties set before its server is first used
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    origin.createContext("/", this::answer);
    origin.start();
    endpoint = "http://127.0.0.1:" + origin.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestURI().getPath().equals("/echo/slow")) {
      slowIsThere.countDown();
      try {
        slowMayGoOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    exchange.sendResponseHeaders(200, 5);
    exchange.getResponseBody().write("12345".getBytes());
    exchange.close();
  }

  @AfterEach
  void stopOrigin() {
    slowMayGoOn.countDown();
    client.close();
    origin.stop(0);
  }

  private Gateway.Builder builder() {
    return Gateway.builder()
        .route("/echo", "echo")
        .backend("echo", "app=echo")
        .endpoint(endpoint, Map.of("app", "echo"))
        .host("127.0.0.1")
        .port(0)
        .shutdown(Duration.ZERO, Duration.ZERO);
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode detail(Gateway gateway) throws Exception {
    HttpResponse<String> response = get(gateway.adminPort().orElseThrow(), "/stats?detail");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void everySinkGetsEverySampleAlsoIfAnotherOneThrows() throws Exception {
    TallySink second = new TallySink();
    try (Gateway gateway = builder().stats(new Broken()).stats(sink).stats(second).start()) {
      assertThat(get(gateway.port(), "/echo/1").statusCode()).isEqualTo(200);
      assertThat(get(gateway.port(), "/none").statusCode()).isEqualTo(404);

      // In whichever order: a sample is recorded after its client has the response.
      assertThat(second.await(2)).hasSize(2).containsExactlyInAnyOrderElementsOf(sink.await(2));
      assertThat(get(gateway.port(), "/stats").body())
          .startsWith("{\"requests_count\":{\"success\":1,\"error\":1},\"latency_ms\":{");
    }
  }

  @Test
  void aSampleHasTheBytesOfBothWaysAndItsTrailButNoPath() throws Exception {
    try (Gateway gateway = builder().stats(sink).start()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/echo/secret?token=1");
      client.send(
          HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("0123456789")).build(),
          BodyHandlers.ofString());
    }

    Sample sample = sink.await(1).getFirst();
    assertThat(sample.method()).isEqualTo("POST");
    assertThat(sample.path()).isNull();
    assertThat(sample.bytesIn()).isEqualTo(10);
    assertThat(sample.bytesOut()).isEqualTo(5);
    assertThat(sample.attempts().route()).isEqualTo("/echo");
    assertThat(sample.endpoint()).isEqualTo(endpoint);
    assertThat(sample.firstByteNanos()).isPositive().isLessThanOrEqualTo(sample.totalNanos());
  }

  @Test
  void theRawPathIsRecordedWithoutTheQueryWhereThatIsWanted() throws Exception {
    try (Gateway gateway =
        builder().stats(sink).statsConfig(new StatsConfig("/stats", true)).start()) {
      get(gateway.port(), "/echo/%41?token=1");
    }

    assertThat(sink.await(1).getFirst().path()).isEqualTo("/echo/%41");
  }

  @Test
  void detailTellsRoutesBackendsAndEndpoints() throws Exception {
    try (Gateway gateway = builder().stats(sink).admin("127.0.0.1", 0).start()) {
      get(gateway.port(), "/echo/1");
      get(gateway.port(), "/none");
      sink.await(2);

      JsonNode detail = detail(gateway);
      assertThat(detail.at("/total/status/2xx").asInt()).isEqualTo(1);
      assertThat(detail.at("/total/status/4xx").asInt()).isEqualTo(1);
      JsonNode route = detail.get("routes").get("/echo");
      assertThat(route.at("/requests_count/success").asInt()).isEqualTo(1);
      assertThat(route.at("/bytes/out").asInt()).isEqualTo(5);
      assertThat(route.at("/latency_ms/p50").asDouble()).isPositive();
      assertThat(route.get("since").asText()).isNotEmpty();
      assertThat(detail.at("/backends/echo/status/2xx").asInt()).isEqualTo(1);
      assertThat(detail.get("endpoints").get(endpoint).at("/status/2xx").asInt()).isEqualTo(1);
      assertThat(detail.get("dropped").asInt()).isZero();
    }
  }

  @Test
  void detailTellsWhatIsUnderWayUntilTheLastByte() throws Exception {
    try (Gateway gateway = builder().stats(sink).admin("127.0.0.1", 0).start()) {
      URI slow = URI.create("http://127.0.0.1:" + gateway.port() + "/echo/slow");
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(HttpRequest.newBuilder(slow).build(), BodyHandlers.ofString());
      slowIsThere.await();

      JsonNode during = detail(gateway);
      assertThat(during.at("/total/in_flight").asInt()).isEqualTo(1);
      assertThat(during.get("routes").get("/echo").get("in_flight").asInt()).isEqualTo(1);
      assertThat(during.at("/backends/echo/in_flight").asInt()).isEqualTo(1);
      assertThat(during.get("endpoints").get(endpoint).get("in_flight").asInt()).isEqualTo(1);

      slowMayGoOn.countDown();
      assertThat(answer.get().statusCode()).isEqualTo(200);
      sink.await(1);
    }
    // The gateway is closed, so every exchange has ended.
    assertThat(sink.snapshot().success()).isEqualTo(1);
  }

  @Test
  void thePathCanBeAnotherOneOrNone() throws Exception {
    try (Gateway moved =
            builder().stats(sink).statsConfig(new StatsConfig("/internal", false)).start();
        Gateway off =
            builder().stats(sink).statsConfig(new StatsConfig(StatsConfig.OFF, false)).start()) {
      assertThat(get(moved.port(), "/internal").statusCode()).isEqualTo(200);
      assertThat(get(moved.port(), "/stats").statusCode()).isEqualTo(404);
      assertThat(get(off.port(), "/stats").statusCode()).isEqualTo(404);
      assertThat(get(off.port(), "/off").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void withAnAdministrationTheStatisticsAreThereAndNotOnTheClientsAddress() throws Exception {
    try (Gateway gateway = builder().stats(sink).admin("127.0.0.1", 0).start()) {
      int admin = gateway.adminPort().orElseThrow();
      assertThat(get(gateway.port(), "/stats").statusCode()).isEqualTo(404);
      assertThat(get(gateway.port(), "/health").statusCode()).isEqualTo(404);
      sink.await(2);

      assertThat(get(admin, "/stats").body())
          .startsWith("{\"requests_count\":{\"success\":0,\"error\":2}");
      assertThat(get(admin, "/health").body())
          .isEqualTo("{\"alive\":true,\"discovery\":\"heard\"}");
      assertThat(get(admin, "/ready").statusCode()).isEqualTo(200);
      assertThat(get(admin, "/echo/1").statusCode()).isEqualTo(404);
      assertThat(detail(gateway).at("/total/status/4xx").asInt()).isEqualTo(2);
    }
  }

  @Test
  void isReadyOnceTheDiscoveryWasHeardFrom() throws Exception {
    CompletableFuture<BackendDiscovery.Listener> listener = new CompletableFuture<>();
    BackendDiscovery silent =
        new BackendDiscovery() {
          @Override
          public void start(Listener theirs) {
            theirs.onFailure(new IOException("away"));
            listener.complete(theirs);
          }

          @Override
          public void close() {}
        };
    try (Gateway gateway =
        Gateway.builder()
            .discovery(silent)
            .stats(sink)
            .host("127.0.0.1")
            .port(0)
            .admin("127.0.0.1", 0)
            .start()) {
      int admin = gateway.adminPort().orElseThrow();
      assertThat(get(admin, "/health").statusCode()).isEqualTo(200);
      assertThat(get(admin, "/ready").statusCode()).isEqualTo(503);
      assertThat(get(admin, "/ready").body()).contains("\"discovery\":\"failing\"");

      listener.get().report(Discovered.of());
      assertThat(get(admin, "/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aSourceThatKeepsNoDetailSaysSo() throws Exception {
    try (Gateway gateway = builder().stats(NoStats.INSTANCE).admin("127.0.0.1", 0).start()) {
      int admin = gateway.adminPort().orElseThrow();
      assertThat(get(admin, "/stats").statusCode()).isEqualTo(501);
      assertThat(get(admin, "/stats?detail").statusCode()).isEqualTo(501);
    }
  }
}
