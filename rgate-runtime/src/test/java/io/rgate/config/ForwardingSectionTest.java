package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.AddressBlock;
import io.rgate.api.Forwarding;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.api.Route;
import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How requests are forwarded, said for all routes and for one. */
class ForwardingSectionTest {
  private static final String REST =
      """
      routes: [{path_prefix: /a, backend: x}]
      backends: [{name: x, match_labels: [k]}]
      """;

  private static Forwarding only(String yaml) {
    return ConfigFile.parse("rgate.yml", yaml).gateway().routes().getFirst().forwarding();
  }

  @Test
  void nothingSaidIsTheDefault() {
    assertThat(only(REST)).isEqualTo(Forwarding.DEFAULT);
  }

  @Test
  void aRouteChangesWhatIsSaidForAll() {
    String yaml =
        """
        forwarding:
          preserve_host: false
          timeouts: {connect: 1s, idle_body: 2m}
          max_request_body: 10MiB
          trusted_proxies: [10.0.0.0/8, '::1']
        routes:
          - path_prefix: /a
            backend: x
            preserve_host: true
            forwarded: true
            timeouts: {connect: 250ms}
            max_request_body: 1KiB
        backends: [{name: x, match_labels: [k]}]
        """;
    assertThat(only(yaml))
        .isEqualTo(
            new Forwarding(
                true,
                new Timeouts(Duration.ofMillis(250), Duration.ofSeconds(60), Duration.ofMinutes(2)),
                1024,
                true,
                List.of(AddressBlock.parse("10.0.0.0/8"), AddressBlock.parse("::1"))));
  }

  @Test
  void tunnelsAreAllowedForAllRoutesOrForOne() {
    String yaml =
        """
        forwarding: {upgrade: [any], timeouts: {idle_tunnel: 5m}}
        routes:
          - {path_prefix: /a, backend: x}
          - {path_prefix: /b, backend: x, upgrade: []}
          - {path_prefix: /c, backend: x, upgrade: [websocket, SPDY/3.1]}
        backends: [{name: x, match_labels: [k]}]
        """;
    List<Route> routes = ConfigFile.parse("rgate.yml", yaml).gateway().routes();
    assertThat(routes)
        .extracting(route -> route.forwarding().upgrade())
        .containsExactly(List.of("any"), List.of(), List.of("websocket", "SPDY/3.1"));
    assertThat(routes)
        .allMatch(
            route -> route.forwarding().timeouts().idleTunnel().equals(Duration.ofMinutes(5)));
    assertThat(Forwarding.DEFAULT.upgrade()).containsExactly("websocket");
    assertThat(Timeouts.DEFAULT.idleTunnel()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void limitsOfTheServerCanBeSet() {
    String server =
        "server: {max_fields: 50, max_field_bytes: 8KiB, max_target: 1KiB,"
            + " request_head_timeout: 5s, client_idle_timeout: 10s,"
            + " max_connections: 5000, max_connections_per_client: 30}\n";
    assertThat(ConfigFile.parse("rgate.yml", server + REST).server().limits())
        .isEqualTo(
            new Limits(50, 8192, 1024, Duration.ofSeconds(5), Duration.ofSeconds(10))
                .withConnections(5000, 30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "forwarding: {preserve_hosts: true} | 1:30: forwarding.preserve_hosts: unknown key;"
            + " did you mean 'preserve_host'?",
        "forwarding: {upgrade: [websocket, h2c]} | 1:35: forwarding.upgrade[1]: must not be HTTP or"
            + " TLS, in which requests would pass by all routes and filters; leave it out, was 'h2c'",
        "forwarding: {upgrade: websocket} | 1:23: forwarding.upgrade: must be a list, was 'websocket'",
        "forwarding: {timeouts: {connect: 5}} | 1:34: forwarding.timeouts.connect: must be a duration"
            + " with its unit, such as 250ms, 5s, 2m or 1h, was '5'",
        "forwarding: {timeouts: {connect: 0s}} | 1:34: forwarding.timeouts.connect: must be more than"
            + " 0 and at most a year, was PT0S",
        "forwarding: {trusted_proxies: [here]} | 1:32: forwarding.trusted_proxies[0]: must be an"
            + " address or a block such as 10.0.0.0/8 or fd00::/8, was 'here'",
        "server: {max_fields: 201} | 1:22: server.max_fields: must be 1 to 200, was 201",
        "server: {max_target: 1MiB} | 1:22: server.max_target: must be 1 to 24576, was 1048576",
        "server: {request_head_timeout: 0s} | 1:32: server.request_head_timeout: must be 1 to"
            + " 86400000 ms, was 0 ms"
      })
  void aMistakeIsNamedWithItsPlace(String line, String message) {
    assertThatThrownBy(() -> ConfigFile.parse("rgate.yml", line + "\n" + REST))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("rgate.yml:" + message);
  }
}
