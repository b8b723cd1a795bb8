package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsSectionTest {

  private static ConfigFile parse(String more) {
    return ConfigFile.parse("rgate.yml", "routes: []\nbackends: []\n" + more);
  }

  @Test
  void whereNothingIsSaidStatisticsAreUnderTheirPathAndOnNoAddressOfTheirOwn() {
    assertThat(parse("").statsConfig()).isEqualTo(new StatsConfig("/stats", false));
    assertThat(parse("").admin()).isEmpty();
  }

  @Test
  void pathAndRecordPathAreRead() {
    assertThat(parse("stats: {path: /internal/stats, record_path: true}").statsConfig())
        .isEqualTo(new StatsConfig("/internal/stats", true));
    assertThat(parse("stats: {path: off}").statsConfig().path()).isEqualTo(StatsConfig.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats", "/stats?detail", ""})
  void aPathThatIsNoneIsRefused(String path) {
    assertThatThrownBy(() -> parse("stats: {path: '" + path + "'}"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("stats.path: must be a path such as /stats, or 'off'");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9901, 127.0.0.1, 9901",
    "localhost:0, localhost, 0",
    "[::1]:9901, [::1], 9901",
  })
  void anAddressIsHostAndPort(String text, String host, int port) {
    assertThat(parse("admin: '" + text + "'").admin()).contains(new ServerConfig(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9901", "127.0.0.1", "127.0.0.1:", ":9901", "::1:99", "a:65536", "a b:1"})
  void anAddressThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> parse("admin: '" + text + "'"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rgate.yml:3:8: admin: must be HOST:PORT, such as 127.0.0.1:9901");
  }
}
