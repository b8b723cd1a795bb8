package io.rgate.http.tls;

import io.rgate.api.InvalidConfigException;
import io.rgate.http.tls.Pem.Block;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Reads certificates with their keys, and the certificates of authorities. */
final class IdentityFiles {
  private static final List<String> CERTIFICATE = List.of("CERTIFICATE", "X509 CERTIFICATE");

  private IdentityFiles() {}

  /**
   * Reads one certificate with its key.
   *
   * @param place of the configuration, such as {@code tls.certificates[0]}, for errors
   * @throws InvalidConfigException if a file cannot be used
   */
  static Identity read(CertificateFiles from, Files files, String place) {
    Path key = from.key();
    if (key == null) {
      return keystore(from, files, place);
    }
    Files.Content cert = files.read(from.cert(), place + ".cert");
    List<X509Certificate> chain = certificates(cert, place + ".cert");
    PrivateKey read =
        PrivateKeys.read(
            files.read(key, place + ".key"),
            place + ".key",
            from.password(),
            chain.getFirst().getPublicKey());
    return Identity.of(read, chain, cert, place + ".key");
  }

  /**
   * All certificates of a PEM file.
   *
   * @throws InvalidConfigException if there is none, or one cannot be read
   */
  static List<X509Certificate> certificates(Files.Content file, String key) {
    List<X509Certificate> chain = new ArrayList<>();
    for (Block block : Pem.read(file, key)) {
      if (CERTIFICATE.contains(block.label())) {
        chain.add(certificate(block, file, key));
      }
    }
    if (chain.isEmpty()) {
      throw new InvalidConfigException(
          key, file.path() + " holds no certificate, only other things");
    }
    return chain;
  }

  private static X509Certificate certificate(Block block, Files.Content file, String key) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException e) {
      throw new InvalidConfigException(
          key, file.path() + " holds a certificate that cannot be read: " + e.getMessage());
    }
  }

  private static Identity keystore(CertificateFiles from, Files files, String place) {
    String key = place + ".keystore";
    Files.Content file = files.read(from.cert(), key);
    var secret = from.password();
    char[] password = secret == null ? new char[0] : secret.value().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file.bytes()), password);
      List<String> aliases = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          aliases.add(alias);
        }
      }
      if (aliases.size() != 1) {
        throw new InvalidConfigException(
            key,
            file.path() + " holds " + aliases.size() + " private keys, and must hold exactly one");
      }
      Certificate[] chain = store.getCertificateChain(aliases.getFirst());
      return Identity.of(
          (PrivateKey) store.getKey(aliases.getFirst(), password),
          Stream.of(chain).map(X509Certificate.class::cast).toList(),
          file,
          key);
    } catch (IOException | GeneralSecurityException e) {
      throw isWrongPassword(e)
          ? new InvalidConfigException(place + ".password", "is not that of " + file.path())
          : new InvalidConfigException(
              key, file.path() + " is no PKCS#12 file that can be read: " + e.getMessage());
    }
  }

  private static boolean isWrongPassword(Exception e) {
    return e instanceof UnrecoverableKeyException
        || e.getCause() instanceof UnrecoverableKeyException;
  }
}
