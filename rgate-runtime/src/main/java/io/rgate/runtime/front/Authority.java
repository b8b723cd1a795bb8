package io.rgate.runtime.front;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Checks a host with an optional port, as {@code Host} and an absolute target have it (RFC 9110,
 * 7.2).
 */
public final class Authority {
  private static final String REG_NAME = "-._~%!$&'()*+;=";
  private static final int MAX_PORT = 65_535;

  private Authority() {}

  /**
   * Whether {@code text} is valid. It may be empty: a client may have no host to name (RFC 9112,
   * 3.2).
   */
  static boolean isValid(String text) {
    if (text.isEmpty()) {
      return true;
    }
    if (text.charAt(0) == '[') {
      int end = text.indexOf(']');
      return end > 0 && isAddress(text.substring(1, end)) && isPort(text, end + 1);
    }
    int colon = text.indexOf(':');
    int end = colon < 0 ? text.length() : colon;
    return end > 0 && isName(text, end) && isPort(text, end);
  }

  private static boolean isName(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && REG_NAME.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Whether it is an IPv6 address. Its colons show that it is no name, so no name is looked up. */
  private static boolean isAddress(String text) {
    boolean looksLikeOne =
        text.indexOf(':') >= 0
            && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    if (!looksLikeOne) {
      return false;
    }
    try {
      return InetAddress.getByName("[" + text + "]") != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether the rest is empty, or a colon and an optional number (RFC 3986, 3.2.3). */
  private static boolean isPort(String text, int from) {
    if (from == text.length()) {
      return true;
    }
    if (text.charAt(from) != ':' || text.length() - from > 6) {
      return false;
    }
    int port = 0;
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = 10 * port + (c - '0');
    }
    return port <= MAX_PORT;
  }
}
