package io.rgate.http.tls;

import io.rgate.api.InvalidConfigException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its private key.
 *
 * @param chain first the certificate itself, then those that signed it
 * @param names the hosts that it is for, in small letters, also with {@code *}
 * @param file it comes from
 */
record Identity(PrivateKey key, List<X509Certificate> chain, List<String> names, String file) {
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");
  private static final int DNS_NAME = 2;

  /**
   * Puts them together.
   *
   * @param configKey of the configuration, for errors
   * @throws InvalidConfigException if the key is not that of the first certificate
   */
  static Identity of(
      PrivateKey key, List<X509Certificate> chain, Files.Content file, String configKey) {
    if (!fits(key, chain.getFirst().getPublicKey())) {
      boolean later = chain.stream().anyMatch(each -> fits(key, each.getPublicKey()));
      throw new InvalidConfigException(
          configKey,
          later
              ? file.path()
                  + " has the certificates in the wrong order: that of the key must be the first"
              : "does not fit the certificate in "
                  + file.path()
                  + ", which is for "
                  + names(chain.getFirst()));
    }
    return new Identity(key, chain, names(chain.getFirst()), file.path().toString());
  }

  private static boolean fits(PrivateKey key, PublicKey publicKey) {
    String method =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = {1, 2, 3, 4};
    try {
      Signature sign = Signature.getInstance(method);
      if (key.getAlgorithm().equals("RSASSA-PSS")) {
        return publicKey.getAlgorithm().startsWith("RSA"); // its parameters are its own matter
      }
      sign.initSign(key);
      sign.update(text);
      byte[] signed = sign.sign();
      Signature check = Signature.getInstance(method);
      check.initVerify(publicKey);
      check.update(text);
      return check.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // another kind of key
    }
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> each : alternatives) {
          if (each.getFirst().equals(DNS_NAME)) {
            names.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
          }
        }
        return List.copyOf(names);
      }
    } catch (CertificateParsingException e) {
      // Its other names are of no use then.
    }
    Principal subject = certificate.getSubjectX500Principal();
    Matcher name = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
    return name.find()
        ? List.of(name.group(1).toLowerCase(Locale.ROOT))
        : List.of(subject.getName());
  }

  /** Whether it is for exactly that host. */
  boolean isFor(String host) {
    return names.contains(host);
  }

  /** Whether it is for all hosts with any first label and the same rest (RFC 9525, 6.3). */
  boolean isForAllLike(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && names.contains("*" + host.substring(dot));
  }
}
