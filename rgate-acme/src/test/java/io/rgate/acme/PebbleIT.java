package io.rgate.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.acme.AcmeCertificates.KeyType;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whole gateways whose certificates Pebble issues, which refuses half of all nonces. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class PebbleIT extends PebbleRig {

  @Test
  void byHttp01AndOneForEachHost() throws Exception {
    Gateway gateway =
        gateway(certificates(Challenge.HTTP_01, "a.test", "b.test").keyType(KeyType.P384).build());
    assertThatThrownBy(() -> shown(gateway, "a.test")).isInstanceOf(SSLException.class);
    startPebble(gateway);
    for (String host : new String[] {"a.test", "b.test"}) {
      awaited(gateway, host);
      X509Certificate own =
          eventually(() -> {
            X509Certificate now = shown(gateway, host);
            return hosts(now).equals(List.of(host)) ? now : null;
          });
      assertThat(((ECPublicKey) own.getPublicKey()).getParams().getOrder().bitLength())
          .isEqualTo(384);
    }
  }

  @Test
  void byTlsAlpn01AndAClientThatChecksIt() throws Exception {
    Gateway gateway = gateway(certificates(Challenge.TLS_ALPN_01, "a.test").build());
    startPebble(gateway);
    X509Certificate first = awaited(gateway, "a.test");
    assertThat(first.getPublicKey().getAlgorithm()).isEqualTo("EC");
    try (SSLSocket client = Clients.strict(gateway.port(), "a.test", pebble)) {
      client
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n".getBytes("US-ASCII"));
      assertThat(new String(client.getInputStream().readAllBytes(), "US-ASCII"))
          .startsWith("HTTP/1.1 200 OK")
          .endsWith("ok");
    }
    Path kept = folder.resolve("acme").resolve("localhost_" + pebble.port() + "_dir");
    for (String file : new String[] {"a.test.pem", "account.pem"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(kept.resolve("challenges")).isEmptyDirectory();
    assertThat(kept.resolve("a.test.retry")).doesNotExist();
  }

  @Test
  void autoTakesTheOtherChallengeIfOneFails() throws Exception {
    Gateway gateway = gateway(certificates(Challenge.AUTO, "a.test").build());
    pebble.start(gateway.ports().get(1), 1); // nothing listens there
    assertThat(hosts(awaited(gateway, "a.test"))).isEqualTo(List.of("a.test"));
  }

  @Test
  void isRenewedWithoutAFailedHandshake() throws Exception {
    Gateway gateway = gateway(certificates(Challenge.HTTP_01, "a.test").build());
    startPebble(gateway);
    X509Certificate first = awaited(gateway, "a.test");
    Set<Object> serials = new HashSet<>();
    AtomicBoolean enough = new AtomicBoolean();
    Thread client =
        Thread.ofVirtual()
            .start(() -> {
              while (!enough.get()) {
                try {
                  serials.add(shown(gateway, "a.test").getSerialNumber());
                } catch (Exception e) {
                  serials.add(e);
                }
              }
            });
    X509Certificate last = first;
    for (int i = 0; i < 2; i++) {
      clock.moveTo(last.getNotAfter().toInstant().minusSeconds(60));
      X509Certificate before = last;
      last =
          eventually(() -> {
            X509Certificate now = shown(gateway, "a.test");
            return now.equals(before) ? null : now;
          });
      clock.moveTo(last.getNotBefore().toInstant());
    }
    enough.set(true);
    client.join();
    assertThat(serials).contains(first.getSerialNumber(), last.getSerialNumber());
    assertThat(serials).noneMatch(Exception.class::isInstance);
  }

  @Test
  void theOldOneStaysInForceWhileTheServerIsAwayAndIsRenewedWhenItIsBack() throws Exception {
    Gateway gateway = gateway(certificates(Challenge.HTTP_01, "a.test").build());
    startPebble(gateway);
    X509Certificate first = awaited(gateway, "a.test");
    pebble.stop();
    try (LogLines log = new LogLines("io.rgate.acme")) {
      clock.moveTo(first.getNotAfter().toInstant().minusSeconds(60));
      assertThat(log.await("could not be renewed"))
          .contains(
              "the certificate for a.test could not be renewed, the old one is in force until "
                  + first.getNotAfter().toInstant())
          .contains(
              "the ACME server "
                  + pebble.directory()
                  + " cannot be reached: it refuses connections")
          .contains("it is tried again at ");
    }
    assertThat(shown(gateway, "a.test")).isEqualTo(first);
    startPebble(gateway);
    eventually(() -> shown(gateway, "a.test").equals(first) ? null : "renewed");
  }

  @Test
  void twoGatewaysThatShareTheFolderAskOnce() throws Exception {
    Gateway one = gateway(certificates(Challenge.HTTP_01, "a.test").build());
    Gateway other = gateway(certificates(Challenge.HTTP_01, "a.test").build());
    startPebble(other); // which asks one of them, whoever begins
    X509Certificate first = awaited(one, "a.test");
    assertThat(awaited(other, "a.test")).isEqualTo(first);
    assertThat(pebble.said("Issued certificate serial")).hasSize(1);
  }

  @Test
  void aGatewayAnswersForAnotherOne() throws Exception {
    for (Challenge challenge : new Challenge[] {Challenge.HTTP_01, Challenge.TLS_ALPN_01}) {
      String host = challenge == Challenge.HTTP_01 ? "http.test" : "alpn.test";
      Gateway asking = gateway(certificates(challenge, host).build());
      Gateway answering = gateway(certificates(challenge, "other-" + host).build());
      startPebble(answering);
      assertThat(hosts(awaited(asking, host))).isEqualTo(List.of(host));
      pebble.stop();
    }
  }

  @Test
  void aNewStartUsesWhatIsInTheFolderAndAsksNobody() throws Exception {
    Gateway before = gateway(certificates(Challenge.HTTP_01, "a.test").build());
    startPebble(before);
    X509Certificate first = awaited(before, "a.test");
    before.close();
    pebble.stop();
    try (ServerSocket instead =
        new ServerSocket(pebble.port(), 10, InetAddress.getLoopbackAddress())) {
      Gateway after = gateway(certificates(Challenge.HTTP_01, "a.test").build());
      assertThat(shown(after, "a.test")).isEqualTo(first);
      instead.setSoTimeout(500);
      assertThatThrownBy(instead::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void anAccountOfTheAuthorityIsBound() throws Exception {
    pebble.requireAccount();
    try (LogLines log = new LogLines("io.rgate.acme")) {
      Gateway without =
          gateway(certificates(Challenge.HTTP_01, "a.test").folder(folder.resolve("no")).build());
      startPebble(without);
      assertThat(log.await("the ACME server has refused")).contains("externalAccountBinding");
      without.close();
    }
    pebble.stop();
    Gateway gateway =
        gateway(
            certificates(Challenge.HTTP_01, "a.test")
                .externalAccount("kid-1", Pebble.ACCOUNT_KEY)
                .build());
    startPebble(gateway);
    assertThat(hosts(awaited(gateway, "a.test"))).isEqualTo(List.of("a.test"));
  }

  @Test
  void whatIsNoDirectoryIsTold() throws Exception {
    pebble.start(1, 1);
    try (LogLines log = new LogLines("io.rgate.acme")) {
      gateway(
          certificates(Challenge.HTTP_01, "a.test")
              .directory(pebble.directory().resolve("/nonsense"))
              .build());
      assertThat(log.await("there is no certificate"))
          .contains(
              "there is no certificate for a.test yet: " + pebble.directory().resolve("/nonsense"))
          .contains("does not answer as an ACME server's directory does: HTTP 404")
          .contains("or as soon as ")
          .contains("a.test.retry is deleted");
    }
  }

  @Test
  void aFileSaysAllOfThat() throws Exception {
    int plain = Pebble.freePort();
    int secured = Pebble.freePort();
    pebble.start(plain, secured);
    ConfigFile file =
        ConfigFile.parse(
            folder.resolve("rgate.yml").toString(),
            """
            routes: []
            backends: []
            discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
            stats: {type: none}
            server:
              listeners:
                - host: 127.0.0.1
                  port: %d
                  tls: {acme: {domains: [a.test], directory: '%s', ca: pebble-ca.pem}}
                - {host: 127.0.0.1, port: %d, redirect_to_https: 443}
            """
                .formatted(secured, pebble.directory(), plain));
    Gateway gateway = open(Gateway.builder().config(file).start());
    assertThat(hosts(awaited(gateway, "a.test"))).isEqualTo(List.of("a.test"));
    assertThat(folder.resolve("acme")).isDirectory();
  }
}
