package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that come while the front runs, and those that only an ACME server sees. */
class CertificateSourceIT extends OverTheWire {
  private final Source source = new Source();

  /** Has what a test puts in. */
  private static final class Source implements Certificates {
    final List<CertificateFiles> now = new CopyOnWriteArrayList<>();
    final Map<String, CertificateFiles> challenges = new ConcurrentHashMap<>();
    final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public List<CertificateFiles> files() {
      return now;
    }

    @Override
    public void onChange(Runnable listener) {
      listeners.add(listener);
    }

    @Override
    public @Nullable CertificateFiles challenge(String host) {
      return challenges.get(host);
    }

    void put(String name) {
      now.clear();
      now.add(TestTls.pem(name + ".pem", name + ".key"));
      listeners.forEach(Runnable::run);
    }
  }

  @Override
  protected FrontSettings settings(InetSocketAddress address) {
    return super.settings(address).withTls(TlsSettings.of(source));
  }

  private SSLSocket client(String host, String version, String... protocols) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
    plain.setSoTimeout(60_000);
    SSLSocket socket = TestTls.over(plain, TestTls.client(), host, version);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static String shown(SSLSocket socket) throws IOException {
    X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return first.getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void withoutCertificatesHandshakesAreRefusedUntilOneComes(String version) throws Exception {
    serve(OverTheWire::answerOk);
    assertThatThrownBy(() -> client("site.test", version))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("handshake_failure");
    for (String name : new String[] {"site", "rsa"}) {
      source.put(name); // at once, and not when the front looks at the files the next time
      eventually(
          "clients get the certificate " + name,
          () -> {
            try (SSLSocket client = client("site.test", version)) {
              assertThat(new RawConnection(client).send(GET).response().content()).isEqualTo("ok");
              return shown(client).equals("CN=" + name);
            } catch (SSLException e) {
              return false;
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anAcmeServerSeesTheChallengeAndNothingElse(String version) throws Exception {
    serve(OverTheWire::answerOk);
    source.put("site");
    source.challenges.put("a.wild.test", TestTls.pem("wildcard.pem", "wildcard.key"));
    try (SSLSocket client = client("a.wild.test", version, "acme-tls/1")) {
      assertThat(client.getApplicationProtocol()).isEqualTo("acme-tls/1");
      assertThat(shown(client)).isEqualTo("CN=wildcard");
      assertThat(client.getInputStream().read()).isEqualTo(-1); // it ends without a request
    }
    // Nobody else gets that certificate, and no challenge shows another one.
    try (SSLSocket client = client("a.wild.test", version, "http/1.1", "acme-tls/1")) {
      assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
      assertThat(shown(client)).isEqualTo("CN=site");
      assertThat(new RawConnection(client).send(GET).response().content()).isEqualTo("ok");
    }
    assertThatThrownBy(() -> client("site.test", version, "acme-tls/1"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("handshake_failure");
  }

  @Test
  void aChallengeThatIsGoneEndsTheHandshake() throws Exception {
    serve(OverTheWire::answerOk);
    source.put("site");
    source.challenges.put(
        "site.test", CertificateFiles.pem(TestTls.file("site.pem"), TestTls.file("rsa.key")));
    assertThatThrownBy(() -> client("site.test", "TLSv1.3", "acme-tls/1"))
        .isInstanceOf(SSLException.class);
    try (SSLSocket client = client("site.test", "TLSv1.3")) {
      assertThat(new RawConnection(client).send(GET).response().content()).isEqualTo("ok");
    }
  }
}
