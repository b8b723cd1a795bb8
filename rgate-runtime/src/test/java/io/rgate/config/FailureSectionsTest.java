package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Retries.On;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.InvalidConfigException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureSectionsTest {

  private static Backend backend(String sections) {
    String file = "routes: []\nbackends: [{name: b, match_labels: [b], " + sections + "}]\n";
    return ConfigFile.parse("rgate.yml", file).gateway().backends().getFirst();
  }

  @Test
  void everyKeyIsRead() {
    Backend backend =
        backend(
            """
            ejection: {failures: 5, for: 2s, most: 3m, on_500: true},
            retries: {max: 1, on: [closed, 503, 500, 502, 504, 429], budget: 7%, idempotency_key: 64KiB},
            limits: {concurrent: 200, queue: 50, queue_timeout: 250ms},
            health: {path: /up, interval: 1s, timeout: 500ms, fall: 2, rise: 4}
            """);
    assertThat(backend.ejection())
        .isEqualTo(new Ejection(5, Duration.ofSeconds(2), Duration.ofMinutes(3), true));
    Set<On> on =
        Set.of(
            On.CLOSED,
            On.UNAVAILABLE,
            On.ERROR,
            On.BAD_GATEWAY,
            On.GATEWAY_TIMEOUT,
            On.TOO_MANY_REQUESTS);
    assertThat(backend.retries()).isEqualTo(new Retries(1, on, 7, 65_536));
    assertThat(backend.concurrency()).isEqualTo(new Concurrency(200, 50, Duration.ofMillis(250)));
    assertThat(backend.health())
        .isEqualTo(new Health("/up", Duration.ofSeconds(1), Duration.ofMillis(500), 2, 4));
  }

  @Test
  void missingKeysHaveTheirDefaults() {
    Backend backend = backend("ejection: {for: 5m}, retries: {}, limits: {}, health: {}");
    assertThat(backend.ejection())
        .isEqualTo(new Ejection(2, Duration.ofMinutes(5), Duration.ofMinutes(5), false));
    assertThat(backend.retries()).isEqualTo(Retries.DEFAULT);
    assertThat(backend.concurrency()).isEqualTo(Concurrency.UNLIMITED);
    assertThat(backend.health()).isEqualTo(Health.of(null));
  }

  @Test
  void aLimitCanFollowTheBackendAndHoldForEachEndpoint() {
    assertThat(backend("limits: {concurrent: auto, per_endpoint: 9}").concurrency())
        .isEqualTo(Concurrency.adaptive(0, Duration.ofSeconds(1)).withPerEndpoint(9));
    assertThat(backend("limits: {concurrent: 0, per_endpoint: 9}").concurrency())
        .isEqualTo(Concurrency.UNLIMITED.withPerEndpoint(9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits: {concurrent: auto} | 3:22: limits.concurrent: must be a number here, because each backend has its own time to answer; 'auto' is for backends[].limits and routes[].limits",
        "limits: {per_endpoint: 1} | 3:24: limits.per_endpoint: is for the limits of a backend only; write it into backends[].limits",
        "limits: {concurrent: x} | 3:22: limits.concurrent: must be a whole number, 0 for no limit, or auto, was 'x'",
        "limits: {size: 1} | 3:16: limits.size: unknown key; known here: concurrent, per_endpoint, queue, queue_timeout",
      })
  void whatTheGatewaysLimitCannotBeIsToldWithItsPlace(String section, String message) {
    assertThatThrownBy(
            () -> ConfigFile.parse("rgate.yml", "routes: []\nbackends: []\n" + section + "\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("rgate.yml:" + message);
  }

  @Test
  void aRouteHasALimitWithoutEndpoints() {
    String file =
        "backends: [{name: b, match_labels: [b]}]\nroutes: [{path_prefix: /, backend: b, ";
    assertThat(
            ConfigFile.parse("rgate.yml", file + "limits: {concurrent: auto, queue: 3}}]\n")
                .gateway()
                .routes()
                .getFirst()
                .concurrency())
        .isEqualTo(Concurrency.adaptive(3, Duration.ofSeconds(1)));
    assertThatThrownBy(() -> ConfigFile.parse("rgate.yml", file + "limits: {per_endpoint: 3}}]\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rgate.yml:2:")
        .hasMessageContaining("routes[0].limits.per_endpoint: is for the limits of a backend only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retries: {on: [reset]} | retries.on[0]: must be one of connect, closed, timeout, invalid, 429, 500, 502, 503, 504, was 'reset'",
        "retries: {idempotency_key: 65MiB} | retries.idempotency_key: must be 0 (off) to 64MiB, was 68157440",
        "retries: {idempotency_key: yes} | retries.idempotency_key: must be a number of bytes, such as 512, 64KiB, 10MiB or 1GiB, was 'yes'",
        "retries: {budget: 20} | retries.budget: must be 0% to 100%, was '20'",
        "retries: {budget: 101%} | retries.budget: must be 0% to 100%, was '101%'",
        "ejection: {for: 2s, most: 1s} | ejection.most: must not be less than 'for', which is PT2S, was PT1S",
        "health: {path: up} | health.path: must start with / and hold no blank, was 'up'",
        "limits: {concurrent: many} | limits.concurrent: must be a whole number, 0 for no limit, or auto, was 'many'",
        "limits: {concurrent: -1} | limits.concurrent: must be a whole number, 0 for no limit, or auto, was '-1'",
        "limits: {per_endpoint: -1} | limits.per_endpoint: must be a whole number from 0 to 2147483647, was '-1'",
        "limits: {concurent: 1} | limits.concurent: unknown key; did you mean 'concurrent'?",
      })
  void wrongValueIsToldWithItsPlace(String sections, String message) {
    assertThatThrownBy(() -> backend(sections))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rgate.yml:2:")
        .hasMessageContaining("backends[0]." + message);
  }
}
