package io.rgate.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in the folder.
 *
 * @param begin of its life
 * @param end of its life
 */
record Held(Instant begin, Instant end) {

  /**
   * How a file looks from outside; another one has another look.
   *
   * @param id null where the system has no such thing
   */
  record Look(FileTime changed, long size, @Nullable Object id) {

    /** The look of {@code file}, or null if it is not there. */
    static @Nullable Look at(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Look(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException e) {
        return null;
      }
    }
  }

  /**
   * Reads {@code file}.
   *
   * @throws IOException if it cannot be read, or is not a certificate for {@code host} with its key
   */
  static Held read(Path file, String host) throws IOException {
    String text = Files.readString(file);
    byte[] certificate = Pem.first(text, Pem.CERTIFICATE);
    byte[] key = Pem.first(text, Pem.PRIVATE_KEY);
    if (certificate == null || key == null) {
      throw new IOException("it does not hold a certificate and its key");
    }
    try {
      X509Certificate leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate));
      KeyFactory.getInstance(leaf.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(key));
      if (!isFor(leaf, host)) {
        throw new IOException("it is for another host");
      }
      return new Held(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
    } catch (GeneralSecurityException e) {
      throw new IOException("it is broken: " + e.getMessage(), e);
    }
  }

  private static boolean isFor(X509Certificate leaf, String host) throws GeneralSecurityException {
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    return names != null && names.stream().anyMatch(name -> host.equals(name.get(1)));
  }
}
