package io.rgate.api;

import java.nio.charset.StandardCharsets;

/** Reads field lines (RFC 9112, 5) from bytes, strictly. */
final class FieldLines {
  private static final boolean[] TOKEN = new boolean[256];

  /** Names that occur in most messages, in their usual spelling. One string serves all messages. */
  private static final String[] USUAL = {
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Date",
    "ETag",
    "Expect",
    "Expires",
    "Host",
    "If-Modified-Since",
    "If-None-Match",
    "Keep-Alive",
    "Last-Modified",
    "Location",
    "Origin",
    "Referer",
    "Server",
    "Set-Cookie",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "Vary",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Request-Id"
  };

  /**
   * The usual names, each at its {@link #place}. If two have the same place, the later one is kept.
   */
  private static final String[] BY_PLACE = new String[256];

  static {
    for (char c = '!'; c < 0x7f; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
    for (String name : USUAL) {
      byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
      BY_PLACE[place(bytes, 0, bytes.length)] = name;
    }
  }

  private FieldLines() {}

  static boolean isTokenChar(int c) {
    return c < TOKEN.length && TOKEN[c];
  }

  /** The index of the colon. All bytes before it form a token. */
  static int endOfName(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && TOKEN[bytes[i] & 0xff]) {
      i++;
    }
    if (i == from || i == to || bytes[i] != ':') {
      throw new IllegalArgumentException("field name must be a token with a colon behind it");
    }
    return i;
  }

  static int skipBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  static int skipBlanksBack(byte[] bytes, int from, int to) {
    int i = to;
    while (i > from && isBlank(bytes[i - 1])) {
      i--;
    }
    return i;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  static void requireValue(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
        throw new IllegalArgumentException("field value must hold no control character");
      }
    }
  }

  /** The name as a string. A usual name gives the same object each time. */
  static String name(byte[] bytes, int from, int to) {
    String usual = BY_PLACE[place(bytes, from, to)];
    if (usual != null && isSame(usual, bytes, from, to)) {
      return usual;
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isSame(String name, byte[] bytes, int from, int to) {
    if (name.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (name.charAt(i - from) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A hash that differs for most of the usual names: from length, first, middle and last character.
   */
  private static int place(byte[] bytes, int from, int to) {
    int middle = bytes[(from + to) >>> 1];
    return (7 * (to - from) + 31 * bytes[from] + 3 * middle + 5 * bytes[to - 1]) & 0xff;
  }
}
