package io.rgate.httpserver;

/** Tokens and lists of them (RFC 9110, 5.6). */
final class Tokens {
  private static final boolean[] CHARS = new boolean[128];

  static {
    for (char c = '!'; c < 0x7f; c++) {
      CHARS[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private Tokens() {}

  static boolean isTokenChar(int c) {
    return c < CHARS.length && CHARS[c];
  }

  /** Whether {@code list} names {@code member}, in whatever case. */
  static boolean isMember(String member, String list) {
    if (list.indexOf(',') < 0) {
      return list.equalsIgnoreCase(member);
    }
    for (String item : list.split(",", -1)) {
      if (item.trim().equalsIgnoreCase(member)) {
        return true;
      }
    }
    return false;
  }
}
