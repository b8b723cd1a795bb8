package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A circuit breaker in a gateway, before an origin that fails for a while. */
class CircuitBreakerIT {
  private final AtomicInteger status = new AtomicInteger(500);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void keepsRequestsFromABackendThatFailsUntilItWorksAgain() throws Exception {
    Gateway.builder(); // has the JDK's properties set before its server is first used
    HttpServer origin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    origin.start();
    String config =
        """
        routes: [{path_prefix: /, backend: all}]
        backends: [{name: all, match_labels: [app=all]}]
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:%d', labels: {app: all}}]}
        stats: {type: none}
        filters: [{type: circuit_breaker, of: 10, at_least: 4, open_for: 1s, half_open: 2}]
        """
            .formatted(origin.getAddress().getPort());
    try (Gateway gateway =
            Gateway.builder()
                .config(ConfigFile.parse("test.yml", config))
                .host("127.0.0.1")
                .port(0)
                .start();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/")).build();
      for (int i = 0; i < 4; i++) {
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(500);
      }
      status.set(200);

      HttpResponse<Void> refusal = client.send(request, BodyHandlers.discarding());
      assertThat(refusal.statusCode()).isEqualTo(503);
      assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
      assertThat(asked).hasValue(4);

      for (int i = 0; client.send(request, BodyHandlers.discarding()).statusCode() == 503; i++) {
        assertThat(i).as("waited for it to be half open").isLessThan(600);
        Thread.sleep(50);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      }
    } finally {
      origin.stop(0);
    }
  }
}
