package io.rgate.runtime.exchange;

import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.StatusException;
import java.util.ArrayList;
import java.util.List;

/** The protocols that {@code Upgrade} offers in place of HTTP (RFC 9110, 7.8). */
public final class Upgrade {
  private Upgrade() {}

  /**
   * What a client wants to go on with, best first. What {@code Connection} does not name is not
   * meant for the gateway, and HTTP/1.0 has none.
   */
  public static List<String> wanted(Fields fields, String protocol) {
    return protocol.equals("HTTP/1.0") || !fields.hasMember("Connection", "upgrade")
        ? List.of()
        : named(fields);
  }

  /** The protocols of the field; none if one of them cannot be one. */
  public static List<String> named(Fields fields) {
    List<String> names = new ArrayList<>(1);
    for (String line : fields.all("Upgrade")) {
      for (String name : line.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.trim());
        }
      }
    }
    return names.stream().allMatch(Upgrade::isProtocol) ? names : List.of();
  }

  private static boolean isProtocol(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Fields.isToken(text)
        : Fields.isToken(text.substring(0, slash)) && Fields.isToken(text.substring(slash + 1));
  }

  /** Whether WebSocket is one of {@code protocols}. */
  public static boolean isWebSocket(List<String> protocols) {
    return protocols.stream().anyMatch(Forwarding.WEBSOCKET::equalsIgnoreCase);
  }

  /**
   * Has a request go on without what it wants. Clients offer h2c or TLS with each request and do
   * not need them, but one of WebSocket cannot go on.
   *
   * @throws StatusException with 501 if WebSocket is wanted
   */
  public static void requireNot(List<String> wanted, String why) {
    if (isWebSocket(wanted)) {
      throw new StatusException(501, "WebSocket: " + why);
    }
  }
}
