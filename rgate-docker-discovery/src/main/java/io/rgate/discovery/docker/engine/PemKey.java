package io.rgate.discovery.docker.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key in PEM, as openssl writes it; docker-java needs BouncyCastle for that. */
final class PemKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /** INTEGER 0, and the AlgorithmIdentifier of rsaEncryption: RFC 5208, 5; RFC 8017, A.1. */
  private static final byte[] RSA_HEADER =
      HexFormat.of().parseHex("020100" + "300d06092a864886f70d0101010500");

  private PemKey() {}

  static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = PEM.matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new IOException(file.getFileName() + " holds no private key in PEM");
    }
    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
    return switch (matcher.group(1)) {
      case "PRIVATE KEY" -> pkcs8(der);
      case "RSA PRIVATE KEY" -> pkcs8(wrapped(der));
      default ->
          throw new IOException(
              file.getFileName()
                  + " holds a key of the form "
                  + matcher.group(1)
                  + "; convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem");
    };
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    InvalidKeySpecException failure =
        new InvalidKeySpecException("key.pem holds no RSA, EC or EdDSA key");
    // The JDK does not report the algorithm of a PKCS#8 key, so each is tried.
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /** PKCS#8 around PKCS#1. */
  private static byte[] wrapped(byte[] pkcs1) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_HEADER);
    content.writeBytes(tagged(0x04, pkcs1));
    return tagged(0x30, content.toByteArray());
  }

  /** DER with a length of at most two bytes, which is enough for a key of 32 Kibit. */
  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
