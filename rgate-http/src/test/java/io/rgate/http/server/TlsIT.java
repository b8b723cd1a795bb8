package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.transport.Exchange;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes and certificates between real sockets. */
class TlsIT extends OverTls {
  private static Limits limits(Duration head) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.maxFields(), usual.maxFieldBytes(), usual.maxTarget(), head, usual.clientIdle());
  }

  private static String subject(SSLSocket socket) throws IOException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsAreSpokenAndTheServiceIsToldWhatWasAgreed(String version) throws Exception {
    serve(exchange -> {
      Peer.Tls agreed = Objects.requireNonNull(exchange.peer().tls());
      note(exchange.head().scheme() + " " + agreed.version() + " " + agreed.serverName());
      note(agreed.cipherSuite());
      assertThat(agreed.certificates()).isEmpty();
      answerOk(exchange);
    });
    try (SSLSocket socket = secure("site.test", version)) {
      RawConnection client = new RawConnection(socket);
      assertThat(client.send(GET).response().content()).isEqualTo("ok");
      assertThat(noted()).isEqualTo("https " + version + " site.test");
      assertThat(noted()).isEqualTo(socket.getSession().getCipherSuite()).contains("AES_128_GCM");
    }
  }

  @Test
  void anOlderVersionThanTheLeastIsRefused() throws Exception {
    tls = TestTls.site().withMinVersion("TLSv1.3");
    serve(OverTheWire::answerOk);
    assertThatThrownBy(() -> secure("localhost", "TLSv1.2")).isInstanceOf(SSLException.class);
    try (SSLSocket socket = secure("localhost")) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, CN=site",
    "site.test, CN=site",
    "SITE.test, CN=site",
    "'', CN=site",
    "unknown.test, CN=site",
    "rsa.test, CN=rsa",
    "ed25519.test, CN=ed25519",
    "a.wild.test, CN=wildcard"
  })
  void theNameChoosesTheCertificateOfAnyKind(String host, String subject) throws Exception {
    tls =
        TlsSettings.of(
            List.of(
                CertificateFiles.keystore(TestTls.file("site.p12"), TestTls.PASSWORD),
                TestTls.pem("rsa.pem", "rsa-pkcs1.key"),
                TestTls.pem("ed25519.pem", "ed25519.key"),
                TestTls.pem("wildcard.pem", "wildcard-sec1.key")));
    serve(OverTheWire::answerOk);
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      try (SSLSocket socket = secure(host, version)) {
        assertThat(subject(socket)).isEqualTo(subject);
        assertThat(new RawConnection(socket).send(GET).response().content()).isEqualTo("ok");
      }
    }
  }

  @Test
  void plainHttpGets400AndAnExplanation() throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = new RawConnection(plain());
    var response = client.send(GET).response();
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.content()).isEqualTo("Bad Request: this port speaks TLS; use https\n");
    assertThat(client.rest()).isEmpty();
    assertThat(refused.poll(10, TimeUnit.SECONDS)).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0001\u0002"})
  void aClientThatDoesNotFinishTheHandshakeIsCut(String begin) throws Exception {
    serve(limits(Duration.ofMillis(300)), OverTheWire::answerOk);
    RawConnection client = new RawConnection(plain()).send(begin);
    assertThat(client.hasEnded()).isTrue();
  }

  @Test
  void whatIsNoTlsEndsTheConnection() throws Exception {
    serve(OverTheWire::answerOk);
    RawConnection client = new RawConnection(plain()).send("\u0000\u0001\u0002 what is this?");
    String told = client.rest(); // at most an alert
    assertThat(told).hasSizeLessThan(8);
  }

  @Test
  void twoHundredClientsAtATime() throws Exception {
    serve(OverTheWire::answerOk);
    CountDownLatch begin = new CountDownLatch(1);
    List<FutureTask<String>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      FutureTask<String> one =
          new FutureTask<>(() -> {
            await(begin);
            try (SSLSocket socket = secure("localhost")) {
              return new RawConnection(socket).send(GET).response().content();
            }
          });
      all.add(one);
      Thread.ofVirtual().start(one);
    }
    begin.countDown();
    for (FutureTask<String> one : all) {
      assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST, , ok",
    "REQUEST, client.p12, ok CN=a client",
    "REQUEST, stranger.p12, ok",
    "REQUIRE, client.p12, ok CN=a client",
    "REQUIRE, stranger.p12, refused",
    "REQUIRE, , refused"
  })
  // Java's client shows none that the authority has not signed.
  void clientsShowTheirCertificates(ClientAuth mode, String keystore, String result)
      throws Exception {
    tls = TestTls.site().withClientAuth(mode, TestTls.file("ca.pem"));
    serve(exchange -> answer(exchange, shown(exchange)));
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      assertThat(asked(version, keystore)).isEqualTo(result);
    }
  }

  private static String shown(Exchange exchange) {
    List<X509Certificate> shown = Objects.requireNonNull(exchange.peer().tls()).certificates();
    return shown.isEmpty() ? "ok" : "ok " + shown.getFirst().getSubjectX500Principal().getName();
  }

  private String asked(String version, String keystore) throws IOException {
    try (SSLSocket socket = TestTls.over(plain(), TestTls.client(keystore), "localhost", version)) {
      return new RawConnection(socket).send(GET).response().content();
    } catch (SSLException e) {
      assertThat(e).hasMessageContaining("fatal alert");
      return "refused";
    }
  }

  @Test
  void aConnectionWithoutAHandshakeDoesNotHoldUpTheStop() throws Exception {
    var front = serve(OverTheWire::answerOk);
    RawConnection silent = new RawConnection(plain());
    long begin = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(front.drain(Duration.ofSeconds(20))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(silent.hasEnded()).isTrue();
  }
}
