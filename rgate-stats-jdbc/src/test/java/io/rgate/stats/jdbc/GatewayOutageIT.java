package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rgate.api.StatsDetail;
import io.rgate.runtime.Gateway;
import io.rgate.spi.StatsSource.StatsUnavailableException;
import io.rgate.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A gateway under load whose database is killed: its clients do not notice. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class GatewayOutageIT {
  private static final int REQUESTS = 3_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private PostgresServer server;
  private HttpServer origin;

  @BeforeEach
  void startServers() throws Exception {
    server = PostgresServer.required(GatewayOutageIT.class.getSimpleName());
    Gateway.builder(); // has the JDK's properties set before its server is first used
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    origin.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    origin.start();
  }

  @AfterEach
  void stopServers() throws IOException {
    client.close();
    if (server != null) {
      origin.stop(0);
      server.close();
    }
  }

  @Test
  void noRequestIsLostOrSlowedAndEverySampleIsStored() throws Exception {
    JdbcStats stats =
        JdbcStats.builder().url(server.url()).flushEvery(Duration.ofMillis(50)).build();
    try (Gateway gateway =
        Gateway.builder()
            .route("/", "all")
            .backend("all", "app=all")
            .endpoint("http://127.0.0.1:" + origin.getAddress().getPort(), Map.of("app", "all"))
            .stats(stats)
            .host("127.0.0.1")
            .port(0)
            .start()) {
      p99(gateway); // warms up
      Duration before = p99(gateway);
      server.kill();
      Duration without = p99(gateway);
      server.start();
      Duration after = p99(gateway);
      System.out.printf(
          "p99 of the gateway: %s before, %s without its database, %s after%n",
          before, without, after);

      // Where a request waited for the database it would take two seconds, for a connection.
      assertThat(without).isLessThan(before.multipliedBy(5).plusMillis(50));
      StatsDetail detail = detail(stats);
      assertThat(detail.total().statuses().count() + detail.dropped()).isEqualTo(4L * REQUESTS);
      assertThat(detail.total().statuses().successful()).isEqualTo(4L * REQUESTS);
    }
  }

  /** The latency that 99 % of many requests do not exceed, all of which must be answered. */
  private Duration p99(Gateway gateway) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/x")).build();
    long[] nanos = new long[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      long start = System.nanoTime();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[REQUESTS * 99 / 100]);
  }

  /**
   * What is stored, once it is all: the database may not be back, the last request not recorded.
   */
  private static StatsDetail detail(JdbcStats stats) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        StatsDetail detail = stats.detail().orElseThrow();
        if (detail.total().statuses().count() >= 4L * REQUESTS || System.nanoTime() > deadline) {
          return detail;
        }
      } catch (StatsUnavailableException e) {
        assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
      }
      Thread.sleep(20);
    }
  }
}
