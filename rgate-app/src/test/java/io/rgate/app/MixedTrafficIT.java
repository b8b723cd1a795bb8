package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.StatsDetail.Statuses;
import io.rgate.api.Timeouts;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import io.rgate.spi.StatsSource;
import io.rgate.stats.jdbc.JdbcStats;
import io.rgate.stats.memory.MemoryStats;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Clients that count what they get, against what the statistics say: to the last request. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class MixedTrafficIT {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 25;

  /** A round of one client; those that end in a broken answer have no status. */
  private static final List<String> PATHS =
      List.of(
          "/ok",
          "/ok",
          "/moved",
          "/missing",
          "/fail",
          "/slow",
          "/cut",
          "/down",
          "/nowhere",
          "/%2e%2e/",
          "/endless");

  @TempDir private Path directory;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLongArray counts = new AtomicLongArray(6);
  private HttpServer origin;

  @BeforeEach
  void startOrigin() throws IOException {
    Gateway.builder(); // has the JDK's properties set before its server is first used
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    origin.createContext("/", this::answer);
    origin.start();
  }

  @AfterEach
  void stopOrigin() {
    end.countDown();
    origin.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/moved" -> send(exchange, 302);
      case "/missing" -> send(exchange, 404);
      case "/fail" -> send(exchange, 500);
      case "/slow" -> awaitEnd();
      case "/cut" -> {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.getResponseBody().flush();
        throw new IOException("cut on purpose");
      }
      case "/endless" -> {
        exchange.sendResponseHeaders(200, 0);
        while (end.getCount() > 0) {
          exchange.getResponseBody().write(new byte[8_192]);
        }
      }
      default -> send(exchange, 200);
    }
  }

  private void awaitEnd() throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status) throws IOException {
    byte[] body = ("status " + status).getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ConfigFile config() {
    return ConfigFile.parse(
        "rgate.yml",
        """
        routes:
          - {path_prefix: /ok, backend: origin}
          - {path_prefix: /moved, backend: origin}
          - {path_prefix: /missing, backend: origin}
          - {path_prefix: /fail, backend: origin}
          - {path_prefix: /cut, backend: origin}
          - {path_prefix: /endless, backend: origin}
          - {path_prefix: /slow, backend: origin}
          - {path_prefix: /down, backend: down}
        backends:
          - {name: origin, match_labels: [app=origin]}
          - {name: down, match_labels: [app=down]}
        discovery:
          type: static
          endpoints:
            - {url: 'http://127.0.0.1:%d', labels: {app: origin}}
            - {url: 'http://127.0.0.1:1', labels: {app: down}}
        """
            .formatted(origin.getAddress().getPort()));
  }

  /** The same, with less patience for one route. */
  private static GatewayConfig impatient(GatewayConfig config) {
    Forwarding soon =
        Forwarding.DEFAULT.withTimeouts(Timeouts.DEFAULT.withResponseHead(Duration.ofMillis(100)));
    return new GatewayConfig(
        config.routes().stream()
            .map(route -> route.pathPrefix().equals("/slow") ? route.withForwarding(soon) : route)
            .toList(),
        config.backends(),
        config.defaultResponse());
  }

  @Test
  void clientsAndStatisticsCountTheSame() throws Exception {
    MemoryStats memory = MemoryStats.create();
    JdbcStats database =
        JdbcStats.builder().url("jdbc:h2:file:" + directory.resolve("stats")).build();
    try (Gateway gateway =
        Gateway.builder()
            .config(config())
            .config(impatient(config().gateway()))
            .stats(memory)
            .stats(database)
            .host("127.0.0.1")
            .port(0)
            .start()) {
      runClients(gateway.port());

      Statuses expected = new Statuses(counts.get(2), counts.get(3), counts.get(4), counts.get(5));
      assertThat(expected.count()).isEqualTo((long) CLIENTS * ROUNDS * PATHS.size());
      assertThat(told(memory, expected)).isEqualTo(expected);
      assertThat(told(database, expected)).isEqualTo(expected);
      assertThat(database.detail().orElseThrow().routes().get("/slow").statuses())
          .isEqualTo(new Statuses(0, 0, 0, CLIENTS * ROUNDS));
      assertThat(gateway.stats().success()).isEqualTo(counts.get(2) + counts.get(3));
    }
  }

  private void runClients(int port) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newHttpClient()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(clients.submit(() -> runClient(http, port)));
      }
      for (Future<?> client : all) {
        client.get();
      }
    }
  }

  private Void runClient(HttpClient http, int port) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      for (String path : PATHS) {
        int status =
            switch (path) {
              case "/endless" -> abort(port, path);
              case "/cut" -> broken(http, port, path);
              default -> get(http, port, path);
            };
        counts.incrementAndGet(status / 100);
      }
    }
    return null;
  }

  private static int get(HttpClient http, int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }

  /** A client that sees a truncated answer counts it as a bad gateway's. */
  private static int broken(HttpClient http, int port, String path) throws Exception {
    try {
      throw new AssertionError("the truncated answer looked whole: " + get(http, port, path));
    } catch (IOException e) {
      return 502;
    }
  }

  /** Goes away in the middle of an answer. */
  private static int abort(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(10_000)).hasSize(10_000);
      socket.setSoLinger(true, 0);
    }
    return 499;
  }

  /** What a source tells, once it has what is expected: a request is recorded after its end. */
  private static Statuses told(StatsSource source, Statuses expected) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Statuses told = source.detail().orElseThrow().total().statuses();
    while (told.count() < expected.count() && System.nanoTime() < deadline) {
      Thread.sleep(10);
      told = source.detail().orElseThrow().total().statuses();
    }
    return told;
  }
}
