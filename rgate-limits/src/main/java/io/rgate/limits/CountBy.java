package io.rgate.limits;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells by which key a request is counted. Safe for use by many threads. */
@FunctionalInterface
interface CountBy {

  /** The key; requests of one key have a limit in common. */
  String key(Request request);

  /** One key for all. */
  static CountBy everyone() {
    return request -> "everyone";
  }

  /** A key for each client. */
  static CountBy client(ClientAddress address) {
    return address::of;
  }

  /** A key for each value of the field {@code name}; where it is missing, for each client. */
  static CountBy field(String name, ClientAddress address) {
    return request -> {
      String value = request.fields().get(name);
      return value == null ? address.of(request) : "#" + digest(value);
    };
  }

  /**
   * What a setting calls it: {@code client}, {@code everyone} or {@code field:NAME}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static CountBy parse(String text, ClientAddress address) {
    if (text.equals("client")) {
      return client(address);
    }
    if (text.equals("everyone")) {
      return everyone();
    }
    String name = text.startsWith("field:") ? text.substring("field:".length()) : "";
    if (!Fields.isToken(name)) {
      throw new IllegalArgumentException(
          "must be client, everyone or field:NAME, as in field:X-Api-Key, was '" + text + "'");
    }
    return field(name, address);
  }

  /** A value may be long, and it may be a secret that a store must not get. */
  private static String digest(String value) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
