package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while clients come and stay. */
class TlsReloadIT extends OverTheWire {
  @TempDir Path folder;

  @Override
  protected FrontProvider provider() {
    return new FrontProvider() {
      @Override
      public String name() {
        return "direct";
      }

      @Override
      public Front bind(FrontSettings settings) throws IOException {
        return DirectFront.bind(settings, Duration.ofMillis(10));
      }
    };
  }

  @Override
  protected FrontSettings settings(InetSocketAddress address) {
    return super.settings(address)
        .withTls(
            TlsSettings.of(
                CertificateFiles.pem(folder.resolve("cert.pem"), folder.resolve("cert.key"))));
  }

  @BeforeEach
  void site() throws IOException {
    put("site");
  }

  private void put(String name) throws IOException {
    for (String kind : new String[] {".pem", ".key"}) {
      Files.copy(
          TestTls.file(name + kind),
          folder.resolve("cert" + kind),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private SSLSocket newClient() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
    plain.setSoTimeout(60_000);
    SSLSocket socket = TestTls.over(plain, TestTls.client(), "site.test");
    socket.startHandshake();
    return socket;
  }

  private static String shown(SSLSocket socket) throws IOException {
    X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return first.getSubjectX500Principal().getName();
  }

  @Test
  void noHandshakeFailsAndNoConnectionEnds() throws Exception {
    serve(OverTheWire::answerOk);
    try (SSLSocket first = newClient()) {
      RawConnection kept = new RawConnection(first);
      for (String name : new String[] {"rsa", "site", "rsa"}) {
        put(name);
        eventually(
            "new clients get the certificate " + name,
            () -> {
              try (SSLSocket one = newClient()) {
                assertThat(new RawConnection(one).send(GET).response().content()).isEqualTo("ok");
                return shown(one).equals("CN=" + name);
              }
            });
        assertThat(kept.send(GET).response().content()).isEqualTo("ok");
      }
    }
  }
}
