package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of {@code server}, and their TLS. */
class ListenersTest {
  private static ServerConfig server(String section) {
    ConfigFile file =
        ConfigFile.parse("/etc/rgate.yml", "routes: []\nbackends: []\nserver: " + section + "\n");
    file.rejectUnknown();
    return file.server();
  }

  @Test
  void theShortFormIsOneAddress() {
    ServerConfig server =
        server("{host: 127.0.0.1, port: 1, tls: {certificates: [{cert: a.pem, key: /b.key}]}}");
    assertThat(server.listeners()).hasSize(1);
    assertThat(server.host()).isEqualTo("127.0.0.1");
    assertThat(server.section(0)).isEqualTo("server");
    TlsSettings tls = Objects.requireNonNull(server.listeners().getFirst().tls());
    assertThat(tls.certificates())
        .containsExactly(CertificateFiles.pem(Path.of("/etc/a.pem"), Path.of("/b.key")));
    assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NONE);
    assertThat(tls.minVersion()).isEqualTo("TLSv1.2");
    assertThat(tls.strictTransportSecurity()).isNull();
  }

  @Test
  void certificatesMayComeFromAPlugin() {
    ConfigFile file =
        ConfigFile.parse(
            "/etc/rgate.yml",
            """
            routes: []
            backends: []
            server:
              listeners:
                - {port: 1, tls: {acme: {domains: [a.test]}}}
                - {port: 2, tls: {certificates: [{cert: a.pem, key: a.key}], acme: {domains: []}}}
                - {port: 3}
            """);
    TlsSettings tls = Objects.requireNonNull(file.server().listeners().getFirst().tls());
    assertThat(tls.certificates()).isEmpty();
    assertThat(file.certificates(0).orElseThrow().strings("domains")).containsExactly("a.test");
    assertThat(Objects.requireNonNull(file.server().listeners().get(1).tls()).certificates())
        .hasSize(1);
    assertThat(file.certificates(1)).isPresent();
    assertThat(file.certificates(2)).isEmpty();
    assertThatThrownBy(() -> server("{port: 1, tls: {acme: a.test}}"))
        .hasMessageContaining("server.tls.acme: must be a mapping");
  }

  @Test
  void aListHasSeveralAddresses() {
    ServerConfig server =
        server(
            "{listeners: [{port: 80, redirect_to_https: 443}, {host: '::1', port: 443, tls:"
                + " {certificates: [{keystore: a.p12, password: s3cret}], client_auth: {mode:"
                + " require, ca: ca.pem}, min_version: TLSv1.3, strict_transport_security:"
                + " max-age=60}}]}");
    assertThat(server.listeners().getFirst()).isEqualTo(new Listener("0.0.0.0", 80, null, 443));
    assertThat(server.section(1)).isEqualTo("server.listeners[1]");
    Listener second = server.listeners().get(1);
    assertThat(second.host()).isEqualTo("::1");
    TlsSettings tls = Objects.requireNonNull(second.tls());
    assertThat(tls.certificates())
        .containsExactly(CertificateFiles.keystore(Path.of("/etc/a.p12"), "s3cret"));
    assertThat(tls.clientAuth()).isEqualTo(ClientAuth.REQUIRE);
    assertThat(tls.clientCa()).isEqualTo(Path.of("/etc/ca.pem"));
    assertThat(tls.minVersion()).isEqualTo("TLSv1.3");
    assertThat(tls.strictTransportSecurity()).isEqualTo("max-age=60");
    assertThat(server.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{port: 1, listeners: [{port: 2}]}|server.listeners: must not stand beside server.port,"
            + " which is the short form for one address; put it into the list",
        "{listeners: []}|server.listeners: must have at least one address",
        "{listeners: [{host: a}]}|server.listeners[0].port: is missing; must be 0 to 65535",
        "{listeners: [{port: 1}, {port: 1}]}|server.listeners[1].port: is that of listeners[0],"
            + " too; each must have one of its own",
        "{listeners: [{port: 1, prot: 2}]}|server.listeners[0].prot: unknown key; did you mean"
            + " 'port'?",
        "{listeners: [{port: 1, redirect_to_https: 0}]}|server.listeners[0].redirect_to_https:"
            + " must be a whole number from 1 to 65535, was '0'",
        "{listeners: [{port: 1, redirect_to_https: 2, tls: {certificates: [{cert: a, key: b}]}}]}"
            + "|server.listeners[0].redirect_to_https: must not stand beside tls: it is for a port"
            + " without TLS, which sends clients to the one with it",
        "{tls: {}}|server.tls.certificates: must have at least one certificate",
        "{tls: {certificates: [{cert: a}]}}|server.tls.certificates[0].key: is missing",
        "{tls: {certificates: [{key: a}]}}|server.tls.certificates[0].cert: is missing",
        "{tls: {certificates: [{keystore: a, cert: b}]}}|server.tls.certificates[0].keystore: must"
            + " not stand beside cert and key: it is a PKCS#12 file with both",
        "{tls: {certificates: [{cert: a, key: b}], client_auth: {mode: require}}}"
            + "|server.tls.client_auth.ca: is missing",
        "{tls: {certificates: [{cert: a, key: b}], client_auth: {mode: maybe}}}"
            + "|server.tls.client_auth.mode: must be one of none, request, require, was 'maybe'",
        "{tls: {certificates: [{cert: a, key: b}], min_version: 1.3}}|server.tls.min_version: must"
            + " be TLSv1.2 or TLSv1.3, was '1.3'",
        "{tls: {certificates: [{cert: a, key: b}], strict_transport_security: on}}"
            + "|server.tls.strict_transport_security: must be such as 'max-age=31536000' or"
            + " 'max-age=31536000; includeSubDomains', was 'on'"
      })
  void whatIsWrongIsNamed(String section, String problem) {
    assertThatThrownBy(() -> server(section))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith(": " + problem)
        .hasMessageStartingWith("/etc/rgate.yml:3:");
  }
}
