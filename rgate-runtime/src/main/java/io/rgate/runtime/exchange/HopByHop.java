package io.rgate.runtime.exchange;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the fields that concern one connection only (RFC 9110, 7.6.1): a fixed list, and those
 * that {@code Connection} names.
 */
public final class HopByHop {
  private static final NameSet KNOWN =
      NameSet.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private HopByHop() {}

  /**
   * Returns {@code fields} without them. Host is kept even if it is named, because a message must
   * have it.
   */
  public static Fields without(Fields fields) {
    NameSet named = named(fields);
    if (!isAnyUnwanted(fields, named)) {
      return fields;
    }
    return fields.toBuilder().removeIf(name -> isUnwanted(name, named)).build();
  }

  /**
   * The same for a request. {@code TE: trailers} stays, and nothing else of TE: whoever asks for
   * trailers can have them, since the gateway passes them on (RFC 9110, 10.1.4).
   */
  public static Fields ofRequest(Fields fields, String protocol) {
    Fields kept = without(fields);
    return kept.size() < fields.size()
            && !protocol.equals("HTTP/1.0")
            && fields.hasMember("TE", "trailers")
        ? kept.with("TE", "trailers")
        : kept;
  }

  /**
   * A trailer section without the fields that no trailer section may have (RFC 9110, 6.5.1), and
   * without those that {@code Connection} of its message names (7.6.1).
   */
  public static Fields trailers(Fields trailers, Fields head) {
    if (trailers.size() == 0) {
      return trailers;
    }
    NameSet named = named(head);
    return trailers.toBuilder()
        .removeIf(name -> !Body.isTrailer(name) || named.contains(name))
        .build();
  }

  private static boolean isAnyUnwanted(Fields fields, NameSet named) {
    for (int i = 0; i < fields.size(); i++) {
      if (isUnwanted(fields.name(i), named)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnwanted(String name, NameSet named) {
    return KNOWN.contains(name) || (named.contains(name) && !name.equalsIgnoreCase("Host"));
  }

  private static NameSet named(Fields fields) {
    if (!fields.contains("Connection")) {
      return NameSet.EMPTY;
    }
    List<String> names = new ArrayList<>(2);
    for (String value : fields.all("Connection")) {
      for (String name : value.split(",", -1)) {
        names.add(name.trim());
      }
    }
    return NameSet.of(names);
  }
}
