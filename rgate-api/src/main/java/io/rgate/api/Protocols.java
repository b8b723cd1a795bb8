package io.rgate.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of protocols as {@code Upgrade} has them (RFC 9110, 7.8). */
final class Protocols {
  /** In a tunnel of these a client could send requests that the gateway does not see. */
  private static final Set<String> OF_HTTP = Set.of("http", "h2", "h2c", "h3", "tls");

  private Protocols() {}

  /** Checks that a route can allow each of {@code protocols}, which stand under {@code key}. */
  static void require(String key, List<String> protocols) {
    for (int i = 0; i < protocols.size(); i++) {
      require(key + "[" + i + "]", protocols.get(i));
    }
  }

  private static void require(String key, String protocol) {
    int slash = protocol.indexOf('/');
    String name = slash < 0 ? protocol : protocol.substring(0, slash);
    if (!Fields.isToken(name) || (slash >= 0 && !Fields.isToken(protocol.substring(slash + 1)))) {
      throw new InvalidConfigException(
          key, "must be a protocol such as websocket or SPDY/3.1, was '" + protocol + "'");
    }
    if (OF_HTTP.contains(name.toLowerCase(Locale.ROOT))) {
      throw new InvalidConfigException(
          key,
          "must not be HTTP or TLS, in which requests would pass by all routes and filters; leave"
              + " it out, was '"
              + protocol
              + "'");
    }
  }

  /** Whether {@code wanted} is one of {@code allowed}, where a bare name is for all versions. */
  static boolean contain(List<String> allowed, String wanted) {
    for (String each : allowed) {
      int length = each.length();
      boolean begins = wanted.regionMatches(true, 0, each, 0, length);
      if (begins && (wanted.length() == length || wanted.charAt(length) == '/')) {
        return true;
      }
    }
    return false;
  }
}
