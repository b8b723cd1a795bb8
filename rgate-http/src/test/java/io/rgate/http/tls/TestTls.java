package io.rgate.http.tls;

import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.UpstreamProvider.OriginTls;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates of the tests (see {@code make.sh} beside them), and clients that know them. */
public final class TestTls {
  public static final String PASSWORD = "secret";

  private TestTls() {}

  /** A file of the tests. */
  public static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestTls.class.getResource("/tls/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate and its key with these names. */
  public static CertificateFiles pem(String cert, String key) {
    return CertificateFiles.pem(file(cert), file(key));
  }

  /** The certificate for {@code localhost} and {@code site.test}. */
  public static TlsSettings site() {
    return TlsSettings.of(pem("site.pem", "site.key"));
  }

  /** What a client needs that trusts the tests' authority, and shows nothing. */
  public static SSLContext client() {
    return client(null);
  }

  /** The same with a certificate of its own, such as {@code client.p12}. */
  public static SSLContext client(@Nullable String keystore) {
    try (InputStream authority = java.nio.file.Files.newInputStream(file("ca.pem"))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(authority));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keystore == null ? null : keys(keystore), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an origin needs that shows the certificate in {@code keystore}. */
  public static SSLContext server(String keystore) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(keystore), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An upstream that trusts the tests' authority. */
  public static UpstreamSettings trusting() {
    return UpstreamSettings.DEFAULT.withTls(OriginTls.DEFAULT.withCa(file("ca.pem")));
  }

  private static KeyManager[] keys(String keystore) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance(file(keystore).toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(own, PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  /** TLS over a socket, as a client that asks for {@code host}; the handshake is not made yet. */
  public static SSLSocket over(Socket plain, SSLContext context, String host, String... versions)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(host.isEmpty() ? List.of() : List.of(new SNIHostName(host)));
    if (versions.length > 0) {
      parameters.setProtocols(versions);
    }
    socket.setSSLParameters(parameters);
    return socket;
  }
}
