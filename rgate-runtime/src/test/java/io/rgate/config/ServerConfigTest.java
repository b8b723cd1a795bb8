package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:80, 0.0.0.0, 80",
    "localhost:8080, localhost, 8080",
    "[::1]:9901, [::1], 9901",
  })
  void aHostWithAPortSaysWhereThePortGoes(String text, String host, String port) {
    assertThatThrownBy(() -> new ServerConfig(text, 1))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "host: must be a host without a port, was '%s'; write 'host: %s', and the port as"
                + " server.port: %s",
            text, host, port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost", "http://0.0.0.0:80/", "a b", "/tmp/socket", "host:"})
  void whatIsNoHostIsRefused(String text) {
    assertThatThrownBy(() -> new ServerConfig(text, 1))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("host: must be a host name or an address, such as 0.0.0.0, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::1", "[::1]", "fe80::1%eth0", "my_host", "a-b.test."})
  void namesAndAddressesAreHosts(String text) {
    assertThat(new ServerConfig(text, 1).host()).isEqualTo(text);
  }

  @Test
  void theFrontIsANameAndAutoIfNothingIsSaid() {
    String rest = "routes: []\nbackends: []\n";

    assertThat(ConfigFile.parse("f", rest).server().front()).isEqualTo("auto");
    assertThat(ConfigFile.parse("f", rest + "server: {front: jdk}\n").server().front())
        .isEqualTo("jdk");
    assertThatThrownBy(() -> ConfigFile.parse("f", rest + "server: {front: a b}\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "f:3:17: server.front: must be auto or the name of a front, such as jdk, was 'a b'");
  }
}
