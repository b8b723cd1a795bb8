package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost/",
        "HTTP://localhost:1",
        "https://example.org:65535",
        "http://10.0.0.1:8080",
        "http://[::1]:8080"
      })
  void takesSchemeAndAuthority(String uri) {
    assertThat(new Endpoint("id", URI.create(uri), Map.of()).uri()).isEqualTo(URI.create(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://a, ''",
    "//a:80, ''",
    "a:80, ''",
    "http:a, ''",
    "http:///a, ''",
    "https://a_b:80, ' without ''_'' in the host''s name, which certificates do not allow'",
    "http://a_b:0, ' with a port of 1 to 65535'",
    "http://a_b:x, ''",
    "http://u:p@a_b:80, ''",
    "http://a_b/c, ' with no path, query or fragment'",
    "http://a:0, ' with a port of 1 to 65535'",
    "http://a:65536, ' with a port of 1 to 65535'",
    "http://a/b, ' with no path, query or fragment'",
    "http://a?b, ' with no path, query or fragment'",
    "http://a/?, ' with no path, query or fragment'",
    "http://a#b, ' with no path, query or fragment'",
    "http://u:p@a, ' without user information'"
  })
  void refusesEverythingElse(String uri, String reason) {
    assertThatThrownBy(() -> new Endpoint("id", URI.create(uri), Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "url: must be http://HOST:PORT, https://HOST:PORT or h2c://HOST:PORT"
                + reason
                + ", was '"
                + uri
                + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_service:8080, my_service, 8080",
    "http://shop_api_1, shop_api_1, 80",
    "http://_x.test:, _x.test, 80",
    "https://example.org, example.org, 443",
    "h2c://example.org, example.org, 80",
    "http://[::1]:8080, [::1], 8080",
  })
  void hostAndPortAreKnownWithAnUnderscoreToo(String uri, String host, int port) {
    Endpoint endpoint = new Endpoint("id", URI.create(uri), Map.of());

    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
  }

  @Test
  void doesNotChangeWithTheLabelsThatItWasMadeFrom() {
    Map<String, String> labels = new HashMap<>(Map.of("a", "b"));
    Endpoint endpoint = new Endpoint("id", URI.create("http://a"), labels);

    labels.clear();

    assertThat(endpoint.labels()).containsExactly(Map.entry("a", "b"));
  }

  @Test
  void hasWeightOneAndItsIdForNameUnlessToldOtherwise() {
    Endpoint endpoint = new Endpoint("id", URI.create("http://a"), Map.of());

    assertThat(endpoint.weight()).isEqualTo(1);
    assertThat(endpoint.name()).isEqualTo("id");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000})
  void takesWeightInsideTheBounds(int weight) {
    assertThat(new Endpoint("id", "name", URI.create("http://a"), Map.of(), weight).weight())
        .isEqualTo(weight);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1001})
  void refusesWeightOutOfBounds(int weight) {
    assertThatThrownBy(() -> new Endpoint("id", "name", URI.create("http://a"), Map.of(), weight))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("weight: must be a whole number from 0 to 1000, was " + weight);
  }
}
