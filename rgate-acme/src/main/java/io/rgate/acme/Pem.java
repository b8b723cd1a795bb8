package io.rgate.acme;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Blocks of PEM files (RFC 7468). */
final class Pem {
  static final String CERTIFICATE = "CERTIFICATE";
  static final String PRIVATE_KEY = "PRIVATE KEY";
  static final String PUBLIC_KEY = "PUBLIC KEY";

  private static final int LINE = 64;

  private Pem() {}

  /** A block with the content {@code der}. */
  static String block(String label, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return "-----BEGIN "
        + label
        + "-----\n"
        + new String(lines.encode(der), StandardCharsets.US_ASCII)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** The content of the first block with that label; null if there is none that can be read. */
  static byte @Nullable [] first(String text, String label) {
    Matcher found =
        Pattern.compile("-----BEGIN " + label + "-----(.*?)-----END " + label, Pattern.DOTALL)
            .matcher(text);
    try {
      return found.find() ? Base64.getMimeDecoder().decode(found.group(1)) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
