package io.rgate.discovery.docker.engine;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A folder as Docker's command line uses it. {@code ca.pem} is the authority that signs the
 * engine's certificate; {@code cert.pem} and {@code key.pem} identify the client. Without the
 * first, the JVM's authorities are trusted. Without the others, the client sends no certificate.
 */
public final class Certificates {
  private static final char[] NO_PASSWORD = {};

  private final Path folder;

  /** The certificates in {@code folder}. */
  public Certificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the files now, so that errors are found before the first connection.
   *
   * @throws InvalidConfigException if they cannot be used; its key is {@code key}
   */
  public void check(String key) {
    try {
      context();
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidConfigException(key, "cannot use " + folder + ": " + e.getMessage());
    }
  }

  /** Reads the files for each connection, because certificates are renewed while a gateway runs. */
  SSLContext context() throws IOException, GeneralSecurityException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("it is no folder");
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(), trusted(), null);
    return context;
  }

  private TrustManager @Nullable [] trusted() throws IOException, GeneralSecurityException {
    Path file = folder.resolve("ca.pem");
    if (!Files.exists(file)) {
      return null;
    }
    KeyStore store = emptyStore();
    for (Certificate authority : certificates(file)) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
    Path file = folder.resolve("key.pem");
    if (!Files.exists(file)) {
      return null;
    }
    PrivateKey key = PemKey.read(file);
    KeyStore store = emptyStore();
    Certificate[] chain = certificates(folder.resolve("cert.pem")).toArray(Certificate[]::new);
    store.setKeyEntry("key", key, NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException(file.getFileName() + " holds no certificate");
      }
      return found;
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
