package io.rgate.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.acme.AcmeCertificates.KeyType;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.runtime.Gateway;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Whole gateways whose certificates Pebble issues, which refuses half of all nonces. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class PebbleIT {
  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMinutes(1));

  @TempDir private Path folder;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final MovedClock clock = new MovedClock();
  private Pebble pebble;

  @BeforeEach
  void prepare() throws Exception {
    pebble = open(Pebble.required(folder));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  private AcmeCertificates.Builder certificates(Challenge challenge, String... hosts) {
    return AcmeCertificates.builder()
        .domains(hosts)
        .email("admin@example.com")
        .directory(pebble.directory())
        .ca(pebble.ca())
        .folder(folder.resolve("acme"))
        .challenge(challenge)
        .pace(QUICK, clock);
  }

  /** A port with TLS, and one that sends clients there. */
  private Gateway gateway(AcmeCertificates certificates) {
    return open(
        Gateway.builder()
            .config(ConfigFile.parse("test.yml", "routes: []\nbackends: []\nstats: {type: none}\n"))
            .host("127.0.0.1")
            .port(0)
            .endpoint("http://127.0.0.1:1", Map.of("none", ""))
            .defaultResponse(200, "ok")
            .tls(TlsSettings.of(certificates))
            .listener(new Listener("127.0.0.1", 0, null, 443))
            .start());
  }

  private void startPebble(Gateway asked) throws Exception {
    pebble.start(asked.ports().get(1), asked.ports().get(0));
  }

  /** What a client that asks for {@code host} sees. */
  private static X509Certificate shown(Gateway gateway, String host) throws Exception {
    try (SSLSocket client = Clients.trustful(gateway.port(), host)) {
      return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }
  }

  private static X509Certificate awaited(Gateway gateway, String host) throws Exception {
    return eventually(() -> {
      try {
        return shown(gateway, host);
      } catch (SSLException e) {
        return null; // there is no certificate yet
      }
    });
  }

  private static <T> T eventually(Callable<T> found) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      T result = found.call();
      if (result != null) {
        return result;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("did not happen in a minute");
  }

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

  private static List<Object> hosts(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .<Object>map(name -> name.get(1))
        .toList();
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
