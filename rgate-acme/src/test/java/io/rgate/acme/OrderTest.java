package io.rgate.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings, as a file has them. Nothing answers at the directory, so nothing is issued. */
class OrderTest {
  @TempDir private Path folder;

  private Gateway start(String acme) {
    String config =
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {type: none}
        server:
          host: 127.0.0.1
          port: 0
          tls: {acme: {%s}}
        """
            .formatted(acme);
    return Gateway.builder()
        .config(ConfigFile.parse(folder.resolve("rgate.yml").toString(), config))
        .start();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "domains: [a.test]",
        "domains: [A.test, b.test, bücher.test], email: a@b.test, challenge: http-01, key_type: rsa2048",
        "domains: [a.test], challenge: tls_alpn_01, key_type: p384, folder: deep/er",
        "domains: [a.test], external_account: {key_id: me, hmac: c2VjcmV0}"
      })
  void isAcceptedAndTheGatewayStartsWithoutAServer(String acme) throws Exception {
    try (Gateway gateway = start(acme + ", directory: 'https://127.0.0.1:1/dir'")) {
      assertThat(gateway.port()).isPositive();
    }
    Path made =
        folder.resolve(acme.contains("deep") ? "deep/er" : "acme").resolve("127.0.0.1_1_dir");
    assertThat(made.resolve("challenges")).isDirectory();
    for (Path each : new Path[] {made, made.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "| domains | must list at least one host",
        "domains: [] | domains | must list at least one host",
        "domains: ['*.a.test'] | domains[0] | needs the challenge DNS-01, which is not supported",
        "domains: [a.test, A.test] | domains[1] | is in the list twice: 'a.test'",
        "domains: ['127.0.0.1'] | domains[0] | must be a name, not an address",
        "domains: ['[::1]'] | domains[0] | must be a name, not an address",
        "domains: ['https://a.test/'] | domains[0] | without scheme, port and path",
        "domains: ['a.test:443'] | domains[0] | without scheme, port and path",
        "domains: ['a b'] | domains[0] | must be the name of a host",
        "domains: ['../a'] | domains[0] | must be the name of a host",
        "domains: [''] | domains[0] | must be the name of a host",
        "domains: [a.test], directory: 'http://a.test/' | directory | must be the https URL",
        "domains: [a.test], directory: 'letsencrypt' | directory | must be the https URL",
        "domains: [a.test], directory: 'a b' | directory | must be a URL, was 'a b'",
        "domains: [a.test], email: nobody | email | must be one address",
        "domains: [a.test], email: 'a@b.test, c@d.test' | email | must be one address",
        "domains: [a.test], challenge: dns-01 | challenge | auto, http_01, tls_alpn_01",
        "domains: [a.test], key_type: ed25519 | key_type | p256, p384, rsa2048, rsa4096",
        "domains: [a.test], ca: none.pem | ca | there is no",
        "domains: [a.test], ca: rgate.txt | ca | is no PEM file of certificates",
        "domains: [a.test], folder: rgate.txt | folder | certificates cannot be kept in",
        "domains: [a.test], folder: rgate.txt | folder | a folder that this process may write to",
        "domains: [a.test], external_account: {key_id: a} | external_account.hmac | is missing",
        "domains: [a.test], domain: b | domain | did you mean 'domains'?"
      })
  void isRefusedWithTheKey(String acme, String key, String problem) throws Exception {
    Files.writeString(folder.resolve("rgate.txt"), "text");
    assertThatThrownBy(() -> start(acme == null ? "" : acme).close())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rgate.yml:8:")
        .hasMessageContaining("server.tls.acme." + key)
        .hasMessageContaining(problem);
  }

  @Test
  void theServersNameIsAFoldersName() {
    assertThat(AcmeCertificates.builder().domains("a.test").folder(folder).build().files())
        .isEmpty();
    assertThat(folder.resolve("acme-v02.api.letsencrypt.org_directory")).isDirectory();
  }
}
