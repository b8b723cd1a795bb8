package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.discovery.StaticDiscovery;
import io.rgate.runtime.measure.NoStats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with {@code upstream.tls} is told at the start, with its place. */
class OriginTlsConfigTest {

  private static void assertRefused(String line, String message) {
    ConfigFile file = ConfigFile.parse("f.yml", "routes: []\nbackends: []\n" + line + "\n");
    assertThatThrownBy(() ->
            Gateway.builder()
                .config(file)
                .discovery(new StaticDiscovery(List.of()))
                .stats(NoStats.INSTANCE)
                .port(0)
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {tls: {ca: /none.pem}}|f.yml:3:22: upstream.tls.ca: there is no file /none.pem
          {tls: {client_certificate: {cert: /c.pem, key: /k.pem}}}\
          |f.yml:3:45: upstream.tls.client_certificate.cert: there is no file /c.pem
          {tls: {client_certificate: {keystore: /c.p12, password: x}}}\
          |f.yml:3:49: upstream.tls.client_certificate.keystore: there is no file /c.p12
          """)
  void aFileThatCannotBeUsedIsNamed(String section, String message) {
    assertRefused("upstream: " + section, message);
  }

  @Test
  void aClientWithoutSuchSettingsRefusesThem() {
    assertRefused(
        "upstream: {client: http_client, tls: {server_name: a.test}}",
        "f.yml:3:38: upstream.tls: must not be given with the client 'http_client', which has no"
            + " such settings");
  }
}
