package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.OddPlugins.Odd;
import io.rgate.runtime.discovery.StaticDiscovery;
import io.rgate.runtime.measure.NoStats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is said in the words of the configuration file. */
class GatewayBuilderTest {

  private interface Mistake {
    void make(Gateway.Builder builder);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(b -> b.route("api", "x"), "routes[0].path_prefix: must start with '/', was 'api'"),
        mistake(b -> b.backend("x"), "backends[0].match_labels: must name at least one label"),
        mistake(b -> b.backend(" ", "a"), "backends[0].name: must not be blank"),
        mistake(b -> b.backend("x", "=v"), "backends[0]"),
        mistake(b -> b.defaultResponse(99, ""), "default_response.status_code: must be 200 to 599"),
        mistake(b -> b.endpoint("ftp://h", Map.of()), "endpoints[0].url: must be http://HOST:PORT"),
        mistake(b -> b.port(70_000), "port: must be 0 to 65535, was 70000"),
        mistake(
            b -> b.route("/a", "nobody").start(),
            "routes[0].backend: no backend is named 'nobody'; backends: none"),
        mistake(
            b -> b.endpoint("http://a:1", Map.of()).discovery(new Odd(l -> {}, () -> {})).start(),
            "endpoints: must not be given beside a discovery"),
        mistake(
            b -> b.backend("x", "a").route("/a", "x").routing(any -> Optional.empty()).start(),
            "routes: must not be given beside a route table"),
        mistake(
            b -> b.backend("x", "a").route("/a", "x").route("/a", "x").start(),
            "routes[1].path_prefix: '/a' is already taken by routes[0]"));
  }

  private static Arguments mistake(Mistake mistake, String message) {
    return Arguments.of(mistake, message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedByItsKey(Mistake mistake, String message) {
    assertThatThrownBy(() -> mistake.make(Gateway.builder()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void withoutAModuleThatHasTheDefaultDiscoveryTheErrorSaysWhatThereIs() {
    assertThatThrownBy(() -> Gateway.builder().port(0).start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "discovery.type: no plug-in 'docker' for discovery; add"
                + " io.rgate:rgate-docker-discovery; known here: static");
  }

  @Test
  void aClientThatIsNotThereIsNamedWithItsPlace() {
    ConfigFile file =
        ConfigFile.parse("f.yml", "routes: []\nbackends: []\nupstream: {client: fast}\n");

    assertThatThrownBy(() ->
            Gateway.builder()
                .config(file)
                .discovery(new StaticDiscovery(List.of()))
                .stats(NoStats.INSTANCE)
                .port(0)
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "f.yml:3:20: upstream.client: must be auto or one of direct, http_client, was 'fast'");
  }
}
