package io.rgate.http.tls;

import io.rgate.api.InvalidConfigException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468). What stands between them is passed over. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private Pem() {}

  /**
   * One block.
   *
   * @param label such as {@code CERTIFICATE}
   * @param der its content
   */
  @SuppressWarnings("ArrayRecordComponent") // it is neither changed nor compared
  record Block(String label, byte[] der) {}

  /**
   * All blocks of {@code file}, of which there is at least one.
   *
   * @param key of the configuration, for errors
   * @throws InvalidConfigException if there is none, or one is broken
   */
  static List<Block> read(Files.Content file, String key) {
    Matcher found = BLOCK.matcher(new String(file.bytes(), StandardCharsets.ISO_8859_1));
    List<Block> blocks = new ArrayList<>();
    while (found.find()) {
      blocks.add(new Block(found.group(1), content(found.group(1), found.group(2), file, key)));
    }
    if (blocks.isEmpty()) {
      throw new InvalidConfigException(
          key, file.path() + " is no PEM file: it has no whole block from -----BEGIN to -----END");
    }
    return blocks;
  }

  private static byte[] content(String label, String text, Files.Content file, String key) {
    if (text.contains("ENCRYPTED")) { // a field of the form that OpenSSL had before PKCS#8
      throw new InvalidConfigException(
          key,
          file.path()
              + " is encrypted in an old form that is not supported; convert it with: openssl pkcs8"
              + " -topk8 -v2 aes-256-cbc -in OLD -out NEW");
    }
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          key, file.path() + ": the block " + label + " is broken: it is not in Base64");
    }
  }
}
