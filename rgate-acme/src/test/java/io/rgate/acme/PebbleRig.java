package io.rgate.acme;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.runtime.Gateway;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Whole gateways, and Pebble, which is started by the test. */
abstract class PebbleRig {
  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMinutes(1));

  @TempDir Path folder;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  final MovedClock clock = new MovedClock();
  Pebble pebble;

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

  final <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  final AcmeCertificates.Builder certificates(Challenge challenge, String... hosts) {
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
  final Gateway gateway(AcmeCertificates certificates) {
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

  final void startPebble(Gateway asked) throws Exception {
    pebble.start(asked.ports().get(1), asked.ports().get(0));
  }

  /** What a client that asks for {@code host} sees. */
  static X509Certificate shown(Gateway gateway, String host) throws Exception {
    try (SSLSocket client = Clients.trustful(gateway.port(), host)) {
      return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }
  }

  static X509Certificate awaited(Gateway gateway, String host) throws Exception {
    return eventually(() -> {
      try {
        return shown(gateway, host);
      } catch (SSLException e) {
        return null; // there is no certificate yet
      }
    });
  }

  static <T> T eventually(Callable<T> found) throws Exception {
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

  static List<Object> hosts(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .<Object>map(name -> name.get(1))
        .toList();
  }
}
