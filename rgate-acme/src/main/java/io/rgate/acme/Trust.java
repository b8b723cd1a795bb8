package io.rgate.acme;

import io.rgate.api.InvalidConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe to be the ACME server.
 *
 * @param context for connections to it
 */
record Trust(SSLContext context) {

  /**
   * Trusts the certificates in {@code file}, or if it is null what the JDK trusts.
   *
   * @throws InvalidConfigException with the key {@code ca} if the file cannot be used
   */
  static Trust read(@Nullable Path file) {
    try {
      if (file == null) {
        return new Trust(SSLContext.getDefault());
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var in = new ByteArrayInputStream(Files.readAllBytes(file));
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw new InvalidConfigException("ca", file + " holds no certificate");
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return new Trust(context);
    } catch (IOException e) {
      throw new InvalidConfigException("ca", file + " cannot be read: " + Folder.why(e));
    } catch (GeneralSecurityException e) {
      throw new InvalidConfigException(
          "ca", file + " is no PEM file of certificates: " + e.getMessage());
    }
  }
}
