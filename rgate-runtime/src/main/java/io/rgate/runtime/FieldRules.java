package io.rgate.runtime;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields go on to the other side: those that concern one connection only do not (RFC 9110,
 * 7.6.1), and the origin is told what it can no longer see.
 */
final class FieldRules {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  /** What the gateway says itself or keeps to itself; a client's own word is not passed on. */
  private static final Set<String> NOT_TO_ORIGIN =
      Set.of(
          "proxy-authenticate",
          "proxy-authorization",
          "expect",
          "content-length",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "forwarded");

  /** The fields of the request to the origin; {@code Content-Length} comes from the body. */
  Fields toOrigin(Request clientRequest) {
    Fields fields = clientRequest.fields();
    Set<String> named = namedByConnection(fields);
    Fields.Builder builder =
        fields.toBuilder()
            .removeIf(name -> {
              String key = lower(name);
              // Host is ours even if Connection names it: without it the message is invalid.
              return HOP_BY_HOP.contains(key)
                  || NOT_TO_ORIGIN.contains(key)
                  || (named.contains(key) && !key.equals("host"));
            });
    // Added after stripping, so that no Connection field can take them away again.
    builder.add("X-Forwarded-For", clientRequest.client().getAddress().getHostAddress());
    builder.add("X-Forwarded-Proto", "http");
    String host = fields.get("Host");
    if (host != null && !host.isEmpty()) {
      builder.add("X-Forwarded-Host", host);
      builder.add("X-Forwarded-Port", portOf(host));
    }
    builder.add("Via", "1.1 rgate");
    return builder.build();
  }

  /** The fields of the response to the client; content's framing comes from the body. */
  Fields toClient(Fields originFields) {
    Set<String> named = namedByConnection(originFields);
    return originFields.toBuilder()
        .removeIf(name -> {
          String key = lower(name);
          return HOP_BY_HOP.contains(key) || named.contains(key);
        })
        .build();
  }

  private static String portOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon >= 0 && colon > host.lastIndexOf(']') && colon < host.length() - 1
        ? host.substring(colon + 1)
        : "80";
  }

  private static Set<String> namedByConnection(Fields fields) {
    List<String> values = fields.all("Connection");
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        names.add(lower(name.trim()));
      }
    }
    return names;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
