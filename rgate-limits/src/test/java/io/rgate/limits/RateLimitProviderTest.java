package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import io.rgate.spi.FilterProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of both filters, as a file has them. */
class RateLimitProviderTest {

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
        .host("127.0.0.1")
        .port(0)
        .start();
  }

  @Test
  void bothAreFoundByTheirNames() {
    assertThat(ServiceLoader.load(FilterProvider.class))
        .extracting(FilterProvider::name)
        .contains("rate_limit", "circuit_breaker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: rate_limit, requests: 1, per: 1h}",
        "{type: rate_limit, requests: 100, per: 1s, name: per-client, burst: 200, by: 'field:X-Key',"
            + " ipv6_prefix: 56, trusted_proxies: [10.0.0.0/8], max_keys: 10, store: memory,"
            + " when_away: refuse, local_share: 30%}",
        "{type: rate_limit, requests: 1, per: 1s, store: {type: memory}}",
        "{type: rate_limit, requests: 1, per: 1s, store: {type: redis, timeout: 50ms,"
            + " url: 'redis://127.0.0.1:1/2'}}",
        "{type: circuit_breaker}",
        "{type: circuit_breaker, name: shop, failures: 30%, of: 50, at_least: 10, open_for: 1s,"
            + " open_most: 5s, half_open: 2, slow: 2s, slow_share: 80%, on: [500, 503]}",
        "{type: circuit_breaker, open_for: 5m, of: 3}"
      })
  void isAccepted(String filter) {
    try (Gateway gateway = start(filter)) {
      assertThat(gateway.port()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "per: 1s                              | requests: is missing",
        "requests: 1                          | per: is missing",
        "requests: 0, per: 1s                 | requests: must be a whole number from 1 to 1",
        "requests: 1, per: 0s                 | per: must be more than 0",
        "requests: 1, per: 1                  | per: must be a duration with its unit",
        "requests: 1, per: 1s, name: 'a b'    | name: must be 1 to 64 letters",
        "requests: 1, per: 1s, burst: 0       | burst: must be a whole number from 1",
        "requests: 1, per: 1s, by: ip         | by: must be client, everyone or field:NAME",
        "requests: 1, per: 1s, by: 'field:'   | by: must be client, everyone or field:NAME",
        "requests: 1, per: 1s, ipv6_prefix: 0 | ipv6_prefix: must be a whole number from 1 to 128",
        "requests: 1, per: 1s, max_keys: 0    | max_keys: must be a whole number from 1",
        "requests: 1, per: 1s, trusted_proxies: [10.0.0.0/8, proxy] | trusted_proxies[1]: must be an"
            + " address or a block such as 10.0.0.0/8",
        "requests: 1, per: 1s, store: file    | store: must be memory, or a section such as {type:"
            + " redis",
        "requests: 1, per: 1s, store: {url: x} | store.type: is missing",
        "requests: 1, per: 1s, store: {type: disk} | store.type: must be one of memory, redis,"
            + " postgresql",
        "requests: 1, per: 1s, store: {type: redis} | store.url: is missing",
        "requests: 1, per: 1s, store: {type: redis, url: 'http://a'} | store.url: must be"
            + " redis://HOST:PORT",
        "requests: 1, per: 1s, store: {type: redis, url: 'redis://127.0.0.1:1', timeout: 0s} |"
            + " store.timeout: timeout must be 1ms to 1m",
        "requests: 1, per: 1s, store: {type: redis, url: 'redis://127.0.0.1:1', table: x} |"
            + " store.table: unknown key",
        "requests: 1, per: 1s, store: {type: postgresql, url: 'jdbc:h2:mem:x'} | store.url: must be a"
            + " JDBC URL, as in jdbc:postgresql://",
        "requests: 1, per: 1s, store: {type: postgresql, url: 'jdbc:postgresql://127.0.0.1:1/x',"
            + " table: 'a;b'} | store.table: must be a name of small letters",
        "requests: 1, per: 1s, when_away: panic | when_away: must be one of local, allow, refuse",
        "requests: 1, per: 1s, local_share: 0% | local_share: must be 1% to 100%",
        "requests: 1, per: 1s, local_share: 50 | local_share: must be 1% to 100%",
        "requests: 1, per: 1s, brust: 5       | brust: unknown key; did you mean 'burst'?"
      })
  void aWrongLimitIsToldWithItsPlace(String settings, String message) {
    assertThatThrownBy(() -> start("{type: rate_limit, " + settings + "}").close())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("test.yml:")
        .hasMessageContaining("filters[0]." + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "failures: 0%                  | failures: must be 1% to 100%",
        "of: 0                         | of: must be a whole number from 1",
        "of: 10, at_least: 11          | at_least: must be 1 to 10",
        "open_for: 0s                  | open_for: must be more than 0",
        "open_for: 5ms                 | open_for: must be at least 10ms",
        "open_for: 5s, open_most: 1s   | open_most: must be at least open_for",
        "half_open: 0                  | half_open: must be a whole number from 1",
        "slow: 0s                      | slow: must be more than 0",
        "slow_share: 50%               | slow: is missing",
        "on: [500, 404]                | on: must be a list of statuses from 500 to 599, was '404'",
        "on: []                        | on: must be statuses from 500 to 599",
        "on: 500                       | on: must be a list",
        "fail: 1                       | fail: unknown key"
      })
  void aWrongBreakerIsToldWithItsPlace(String settings, String message) {
    assertThatThrownBy(() -> start("{type: circuit_breaker, " + settings + "}").close())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("test.yml:")
        .hasMessageContaining("filters[0]." + message);
  }

  @Test
  void allMistakesAreToldAtOnceAndNoSecret() {
    assertThatThrownBy(() ->
            start(
                    "{type: rate_limit, requests: x, per: y, by: z,"
                        + " store: {type: redis, url: 'reds://:s3cret@a'}}")
                .close())
        .hasMessageContaining("filters[0].requests:")
        .hasMessageContaining("filters[0].per:")
        .hasMessageContaining("filters[0].by:")
        .hasMessageContaining("filters[0].store.url:")
        .hasMessageNotContaining("s3cret");
  }
}
