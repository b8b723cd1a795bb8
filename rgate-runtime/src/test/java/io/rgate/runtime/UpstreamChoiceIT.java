package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.config.ConfigFile;
import io.rgate.testkit.transport.RawOrigin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gets requests to endpoints, chosen in the configuration or in Java. */
class UpstreamChoiceIT {

  @ParameterizedTest
  @ValueSource(strings = {"auto", "direct", "http_client"})
  void eachUpstreamForwards(String chosen) throws Exception {
    String yaml =
        """
        routes: [{path_prefix: /a, backend: b}]
        backends: [{name: b, match_labels: [k]}]
        upstream: {client: %s}
        stats: {type: none}
        """
            .formatted(chosen);
    try (RawOrigin origin =
            RawOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        Gateway said =
            builder(origin)
                .route("/a", "b")
                .backend("b", "k")
                .stats(NoStats.INSTANCE)
                .upstream(chosen)
                .start();
        Gateway read = builder(origin).config(ConfigFile.parse("rgate.yml", yaml)).start()) {
      for (Gateway gateway : new Gateway[] {said, read}) {
        HttpResponse<String> response = post(gateway, "/a/x?y", "content");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(origin.next()).startsWith("POST /a/x?y HTTP/1.1\r\n");
        assertThat(origin.next()).isEqualTo("content");
      }
    }
  }

  private static Gateway.Builder builder(RawOrigin origin) {
    return Gateway.builder()
        .endpoint(origin.endpoint().uri().toString(), Map.of("k", "v"))
        .host("127.0.0.1")
        .port(0);
  }

  private static HttpResponse<String> post(Gateway gateway, String target, String content)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.port() + target);
      return client.send(
          HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(content)).build(),
          BodyHandlers.ofString());
    }
  }
}
