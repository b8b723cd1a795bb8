package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Forwarding;
import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.runtime.measure.NoStats;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway with TLS and several listeners, asked by curl and openssl. */
class TlsListenersIT extends GatewayRig {
  private static final Path TLS = folder();
  private static final CertificateFiles SITE =
      CertificateFiles.pem(TLS.resolve("site.pem"), TLS.resolve("site.key"));

  private static Path folder() {
    try {
      return Path.of(
              Objects.requireNonNull(TlsListenersIT.class.getResource("/tls/site.pem")).toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String curl(String... more) throws Exception {
    String[] usual = {
      Programs.required("curl"),
      "-sS",
      "-i",
      "-m",
      "20",
      "--cacert",
      TLS.resolve("ca.pem").toString()
    };
    String[] all = java.util.Arrays.copyOf(usual, usual.length + more.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return Programs.run(all);
  }

  private static String openssl(int port, String input, String... more) throws Exception {
    String command =
        input
            + " | timeout 20 "
            + Programs.required("openssl")
            + " s_client -connect 127.0.0.1:"
            + port
            + " -servername site.test -CAfile "
            + TLS.resolve("ca.pem")
            + " "
            + String.join(" ", more)
            + " 2>&1; echo exit $?";
    return Programs.run("/bin/sh", "-c", command);
  }

  private RawOrigin answeringOk() throws IOException {
    return answering(OK);
  }

  private Gateway secured(TlsSettings tls, Forwarding forwarding, RawOrigin origin) {
    return gateway(builder(forwarding, origin).front("direct").tls(tls));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.0", "--http1.1", "--http2", "--no-alpn"})
  void curlGetsItsAnswerWithEachVersionOfTls(String http) throws Exception {
    Gateway gateway = secured(TlsSettings.of(SITE), Forwarding.DEFAULT, answeringOk());
    String url = "https://localhost:" + gateway.port() + "/";
    for (String tls : new String[] {"1.2", "1.3"}) {
      String version = http.equals("--http2") ? "HTTP/2 200" : "HTTP/1.1 200";
      assertThat(curl(http, "--tlsv" + tls, "--tls-max", tls, url))
          .startsWith(version)
          .endsWith("ok");
    }
    assertThat(curl("--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", url))
        .contains("alert protocol version");
  }

  /** The cases of RFC 9113 and RFC 7541, with TLS as browsers have it. */
  @Test
  void nghttpAndH2specByTls() throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          for (Message request = self.next(wire); request != null; request = self.next(wire)) {
            boolean head = request.startLine().startsWith("HEAD ");
            String fields = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n";
            wire.send(head ? fields : fields + "hello world");
          }
        });
    Gateway gateway = secured(TlsSettings.of(SITE), Forwarding.DEFAULT, origin);
    String port = String.valueOf(gateway.port());
    assertThat(Programs.run(Programs.required("nghttp"), "https://localhost:" + port + "/"))
        .contains("hello world");
    assertThat(origin.request().first("X-Forwarded-Proto")).isEqualTo("https");
    if (Boolean.getBoolean("rgate.long")) {
      String h2spec = Programs.required("h2spec");
      assertThat(Programs.run(h2spec, "-t", "-k", "-h", "localhost", "-p", port, "-o", "5"))
          .contains("146 tests, 146 passed, 0 skipped, 0 failed");
    }
  }

  @Test
  void clientsThatMayNotSpeakHttp2GetHttp11() throws Exception {
    RawOrigin origin = answeringOk();
    Gateway gateway =
        gateway(
            builder(Forwarding.DEFAULT, origin)
                .front("direct")
                .tls(TlsSettings.of(SITE))
                .http2Streams(0));
    assertThat(curl("--http2", "https://localhost:" + gateway.port() + "/"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void theOriginIsToldHttpsAndTheClientsCertificate() throws Exception {
    RawOrigin origin = answeringOk();
    Gateway gateway =
        secured(
            TlsSettings.of(SITE)
                .withClientAuth(ClientAuth.REQUEST, TLS.resolve("ca.pem"))
                .withStrictTransportSecurity("max-age=60"),
            Forwarding.DEFAULT.withClientCert(true),
            origin);
    String url = "https://localhost:" + gateway.port() + "/";
    String spoofed = "Client-Cert: :AAAA:";
    String chain = "Client-Cert-Chain: :AAAA:";
    String answer = curl("-H", spoofed, "-H", chain, url);
    assertThat(answer).containsIgnoringCase("Strict-Transport-Security: max-age=60");
    Message request = origin.request();
    assertThat(request.first("X-Forwarded-Proto")).isEqualTo("https");
    assertThat(request.first("Client-Cert")).isEmpty();
    assertThat(request.first("Client-Cert-Chain")).isEmpty();
    String[] own = {
      "--cert", TLS.resolve("client.pem").toString(), "--key", TLS.resolve("client.key").toString()
    };
    assertThat(curl(own[0], own[1], own[2], own[3], "-H", spoofed, url)).contains("HTTP/2 200");
    String pem = Files.readString(TLS.resolve("client.pem"));
    String der =
        pem.substring(pem.indexOf("CERTIFICATE-----") + 16, pem.indexOf("-----END"))
            .replace("\n", "");
    assertThat(origin.request().first("Client-Cert")).isEqualTo(":" + der + ":");
  }

  @Test
  void aCertificateThatIsNotSignedByTheAuthorityIsRefused() throws Exception {
    Gateway gateway =
        secured(
            TlsSettings.of(SITE).withClientAuth(ClientAuth.REQUEST, TLS.resolve("ca.pem")),
            Forwarding.DEFAULT,
            answeringOk());
    String[] stranger = {
      "-cert",
      TLS.resolve("stranger.pem").toString(),
      "-key",
      TLS.resolve("stranger.key").toString(),
      "-quiet",
      "-ign_eof"
    };
    assertThat(openssl(gateway.port(), "printf 'GET / HTTP/1.0\\r\\n\\r\\n'", stranger))
        .contains("alert")
        .doesNotContainPattern("HTTP/[0-9.]+ 200");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void sessionsAreResumedAndConnectionsEndAsTlsEndsThem(String option, String version)
      throws Exception {
    Gateway gateway = secured(TlsSettings.of(SITE), Forwarding.DEFAULT, answeringOk());
    Path session = Files.createTempFile("rgate", ".session");
    try {
      String get = "printf 'GET / HTTP/1.0\\r\\n\\r\\n'";
      String first =
          openssl(gateway.port(), get, option, "-ign_eof", "-sess_out", session.toString());
      assertThat(first)
          .contains("New, " + version)
          .contains("Verify return code: 0 (ok)")
          .contains("200 OK")
          .doesNotContain("unexpected eof");
      assertThat(openssl(gateway.port(), get, option, "-ign_eof", "-sess_in", session.toString()))
          .contains("Reused, " + version)
          .contains("200 OK");
    } finally {
      Files.delete(session);
    }
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    Gateway gateway = secured(TlsSettings.of(SITE), Forwarding.DEFAULT, answeringOk());
    String input = "(sleep 0.5; echo R; sleep 0.5; printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep 0.5)";
    assertThat(openssl(gateway.port(), input, "-tls1_2"))
        .contains("RENEGOTIATING")
        .doesNotContain("exit 0") // an orderly end would look as if it had succeeded
        .doesNotContainPattern("HTTP/[0-9.]+ 200");
  }

  @Test
  void onePortSendsClientsToTheOther() throws Exception {
    Gateway gateway =
        builder(Forwarding.DEFAULT, answeringOk())
            .front("direct")
            .tls(TlsSettings.of(SITE))
            .listener(new Listener("127.0.0.1", 0, null, 443))
            .listener(new Listener("127.0.0.1", 0, null, 8443))
            .listener(new Listener("127.0.0.1", 0))
            .start();
    assertThat(gateway.ports()).hasSize(4).first().isEqualTo(gateway.port());
    try (Wire client = Wire.to(gateway.ports().get(1))) {
      Message moved =
          client.send("GET /a%20b?c=|d\" HTTP/1.1\r\nHost: site.test:80\r\n\r\n").response();
      assertThat(moved.status()).isEqualTo(301);
      assertThat(moved.first("Location")).isEqualTo("https://site.test/a%20b?c=%7Cd%22");
      moved = client.send("POST / HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 0\r\n\r\n").response();
      assertThat(moved.status()).isEqualTo(308);
      assertThat(moved.first("Location")).isEqualTo("https://[::1]/");
    }
    try (Wire client = Wire.to(gateway.ports().get(2))) {
      Message moved = client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").response();
      assertThat(moved.first("Location")).isEqualTo("https://a:8443/");
      assertThat(client.send("GET / HTTP/1.0\r\n\r\n").response().status()).isEqualTo(400);
    }
    try (Wire client = Wire.to(gateway.ports().get(3))) {
      assertThat(client.send(GET).response().text()).isEqualTo("ok");
    }
    gateway.close();
    for (int port : gateway.ports()) {
      assertThatThrownBy(() -> Wire.to(port)).isInstanceOf(java.net.ConnectException.class);
    }
  }

  private static Gateway.Builder file(String server) {
    String yaml = "routes: []\nbackends: []\nserver:\n" + server;
    return Gateway.builder()
        .config(ConfigFile.parse(TLS.resolve("rgate.yml").toString(), yaml))
        .endpoint("http://127.0.0.1:9", Map.of("a", "b"))
        .stats(NoStats.INSTANCE);
  }

  @Test
  void aFileThatCannotBeUsedIsToldWithItsPlace() {
    String list =
        "  listeners:\n    - {port: 0}\n    - port: 0\n      tls:\n        certificates:\n"
            + "          - {cert: site.pem, key: none.key}\n";
    assertThatThrownBy(() -> file(list).start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            TLS.resolve("rgate.yml")
                + ":9:35: server.listeners[1].tls.certificates[0].key: there is no file "
                + TLS.resolve("none.key"));
    assertThatThrownBy(() ->
            file("  {port: 0, tls: {certificates: [{cert: site.pem, key: client.key}]}}\n").start())
        .hasMessageContaining(":4:")
        .hasMessageContaining("server.tls.certificates[0].key: does not fit the certificate in ");
  }

  @Test
  void theJdksFrontSaysThatItHasNoTls() {
    assertThatThrownBy(() ->
            file("  {front: jdk, port: 0, tls: {certificates: [{cert: site.pem, key: site.key}]}}\n")
                .start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageEndingWith(
            "server.tls: cannot be used with the front 'jdk'; have the module rgate-http on the"
                + " path, and take the front 'direct' (server.front: direct)");
  }
}
