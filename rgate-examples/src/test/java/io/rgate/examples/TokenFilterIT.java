package io.rgate.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The example of a filter, found by its name in the configuration. */
class TokenFilterIT {
  private static Gateway start(String filter) {
    String config =
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {type: none}
        filters: [%s]
        """
            .formatted(filter);
    return Gateway.builder()
        .config(ConfigFile.parse("test.yml", config))
        .filter((request, next) -> {
          assertThat(request.fields().contains("Authorization")).isFalse();
          return next.handle(request);
        })
        .host("127.0.0.1")
        .port(0)
        .start();
  }

  private static int status(Gateway gateway, String authorization) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/");
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
  }

  @Test
  void letsOnlyThoseInWhoKnowTheToken() throws Exception {
    try (Gateway gateway = start("{type: token, token: s3cret}")) {
      assertThat(status(gateway, "")).isEqualTo(401);
      assertThat(status(gateway, "Bearer other")).isEqualTo(401);
      assertThat(status(gateway, "Bearer s3cret")).isEqualTo(404); // there is no route
    }
  }

  @Test
  void aMistakeIsToldWithItsPlaceAndWithoutTheToken() {
    assertThatThrownBy(() -> start("{type: token}"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("filters[0].token: is missing");
    assertThatThrownBy(() -> start("{type: token, token: s3cret, tokn: x}"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("filters[0].tokn: unknown key")
        .hasMessageNotContaining("s3cret");
  }
}
