package io.rgate.http.tls;

import io.rgate.api.InvalidConfigException;
import io.rgate.http.tls.Pem.Block;
import io.rgate.spi.Settings.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Set;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys from PEM: PKCS#8, also encrypted, PKCS#1 and SEC1. */
final class PrivateKeys {
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final Set<String> LABELS =
      Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private final Files.Content file;
  private final String key;

  private PrivateKeys(Files.Content file, String key) {
    this.file = file;
    this.key = key;
  }

  /**
   * The first private key in {@code file}.
   *
   * @param key of the configuration, for errors; that of the password is beside it
   * @param publicKey the one that it should belong to; that is not checked
   * @throws InvalidConfigException if there is none, or it cannot be read
   */
  static PrivateKey read(
      Files.Content file, String key, @Nullable Secret password, PublicKey publicKey) {
    PrivateKeys reader = new PrivateKeys(file, key);
    Block block =
        Pem.read(file, key).stream()
            .filter(each -> LABELS.contains(each.label()))
            .findFirst()
            .orElseThrow(() -> reader.error("holds no private key, only other things"));
    try {
      return switch (block.label()) {
        case "PRIVATE KEY" -> reader.pkcs8(new PKCS8EncodedKeySpec(block.der()));
        case "ENCRYPTED PRIVATE KEY" -> reader.pkcs8(reader.decrypted(block.der(), password));
        default -> reader.pkcs8(reader.wrapped(block, publicKey));
      };
    } catch (IOException | GeneralSecurityException e) {
      throw reader.error("holds a private key that cannot be read: " + e.getMessage());
    }
  }

  private InvalidConfigException error(String problem) {
    return new InvalidConfigException(key, file.path() + " " + problem);
  }

  private PrivateKey pkcs8(KeySpec spec) throws GeneralSecurityException {
    for (String kind : KINDS) {
      PrivateKey made = ofKind(kind, spec);
      if (made != null) {
        return made;
      }
    }
    throw error("holds a private key that is neither RSA nor EC nor Ed25519, or is broken");
  }

  private static @Nullable PrivateKey ofKind(String kind, KeySpec spec)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(kind).generatePrivate(spec);
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  private KeySpec decrypted(byte[] der, @Nullable Secret password)
      throws IOException, GeneralSecurityException {
    if (password == null) {
      throw new InvalidConfigException(
          beside("password"), "is missing, and the key in " + file.path() + " is encrypted");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    try {
      SecretKeyFactory factory = SecretKeyFactory.getInstance(cipher(info));
      return info.getKeySpec(
          factory.generateSecret(new PBEKeySpec(password.value().toCharArray())));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw error(
          "is encrypted by a method that is not supported; convert it with: openssl pkcs8 -topk8"
              + " -v2 aes-256-cbc -in OLD -out NEW");
    } catch (GeneralSecurityException e) {
      throw new InvalidConfigException(
          beside("password"), "is not that of the key in " + file.path());
    }
  }

  /** The name of PBES2 alone does not say which cipher it is. */
  private static String cipher(EncryptedPrivateKeyInfo info) {
    String name = info.getAlgName();
    return name.equals("PBES2") || name.startsWith("1.2.840.113549.1.5.13")
        ? info.getAlgParameters().toString()
        : name;
  }

  private String beside(String other) {
    return key.substring(0, key.lastIndexOf('.') + 1) + other;
  }

  /**
   * PKCS#1 and SEC1 are what PKCS#8 has within (RFC 5958, 2). What is around it, the kind of key
   * and its curve, stands in the certificate in the same form.
   */
  private KeySpec wrapped(Block block, PublicKey publicKey) throws IOException {
    String kind = block.label().substring(0, block.label().indexOf(' '));
    if (!publicKey.getAlgorithm().equals(kind)) {
      throw error(
          "does not fit the certificate: the key is "
              + kind
              + ", that of the certificate "
              + publicKey.getAlgorithm());
    }
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.write(new byte[] {2, 1, 0}); // the version: a number of one byte, 0
    inner.write(algorithm(publicKey.getEncoded()));
    inner.write(der(OCTETS, block.der()));
    return new PKCS8EncodedKeySpec(der(SEQUENCE, inner.toByteArray()));
  }

  /** The first element of a public key (RFC 5280, 4.1): the kind of key. */
  private static byte[] algorithm(byte[] publicKey) {
    int begin = content(publicKey, 0);
    int end = content(publicKey, begin) + length(publicKey, begin);
    return java.util.Arrays.copyOfRange(publicKey, begin, end);
  }

  /** Where the content of the element at {@code from} begins. */
  private static int content(byte[] der, int from) {
    int first = der[from + 1] & 0xff;
    return from + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static int length(byte[] der, int from) {
    int first = der[from + 1] & 0xff;
    return first < 0x80 ? first : new BigInteger(1, der, from + 2, first - 0x80).intValueExact();
  }

  /** An element of DER. */
  private static byte[] der(int tag, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82); // two bytes of length: a key is shorter than 64 KiB
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.write(content);
    return out.toByteArray();
  }
}
