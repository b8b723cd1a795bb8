package io.rgate.runtime;

import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Which fields go on to the other side: those that concern one connection only do not (RFC 9110,
 * 7.6.1), and the origin is told what it can no longer see.
 */
final class ForwardedHeaders {
  private static final NameSet HOP_BY_HOP =
      NameSet.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  /**
   * Those, what is between the client and us alone, and what a client says about the client behind
   * it: only a trusted one is believed.
   */
  private static final NameSet NOT_TO_ORIGIN =
      NameSet.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "proxy-authenticate",
          "proxy-authorization",
          "expect",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "forwarded");

  /** The fields of the request to {@code endpoint}. */
  Fields toOrigin(Request clientRequest, Endpoint endpoint, Forwarding forwarding) {
    Fields fields = clientRequest.fields();
    NameSet named = namedByConnection(fields);
    Fields.Builder builder =
        fields.toBuilder()
            // Host is ours even if Connection names it: without it the message is invalid.
            .removeIf(name ->
                NOT_TO_ORIGIN.contains(name)
                    || (named.contains(name) && !name.equalsIgnoreCase("Host")));
    // Added after stripping, so that no Connection field can take them away again.
    addForwarded(builder, clientRequest, forwarding, named);
    builder.add("Via", "1.1 rgate");
    if (!forwarding.preserveHost()) {
      builder.remove("Host").add("Host", endpoint.uri().getRawAuthority());
    }
    return builder.build();
  }

  private static void addForwarded(
      Fields.Builder to, Request clientRequest, Forwarding forwarding, NameSet named) {
    InetAddress client = clientRequest.client().getAddress();
    boolean trusted =
        forwarding.trustedProxies().stream().anyMatch(block -> block.contains(client));
    Fields said = trusted ? without(clientRequest.fields(), named) : Fields.EMPTY;
    String host = clientRequest.fields().first("Host").orElse("");
    to.add("X-Forwarded-For", appended(said, "X-Forwarded-For", client.getHostAddress()));
    to.add("X-Forwarded-Proto", said.first("X-Forwarded-Proto").orElse("http"));
    String seenHost = said.first("X-Forwarded-Host").orElse(host);
    if (!seenHost.isEmpty()) {
      to.add("X-Forwarded-Host", seenHost);
      to.add("X-Forwarded-Port", said.first("X-Forwarded-Port").orElse(portOf(host)));
    }
    if (forwarding.forwarded()) {
      to.add("Forwarded", appended(said, "Forwarded", forwarded(client, host)));
    } else {
      said.all("Forwarded").forEach(value -> to.add("Forwarded", value));
    }
  }

  private static Fields without(Fields fields, NameSet named) {
    return fields.toBuilder().removeIf(named::contains).build();
  }

  /** One list of all values that were there, in order, and ours behind them. */
  private static String appended(Fields said, String name, String ours) {
    List<String> values = said.all(name);
    return values.isEmpty() ? ours : String.join(", ", values) + ", " + ours;
  }

  /** RFC 7239, 4 and 6: an IPv6 address stands in brackets, and what is no token in quotes. */
  private static String forwarded(InetAddress client, String host) {
    String address = client.getHostAddress();
    String forNode = address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    String element = "for=" + forNode + ";proto=http";
    return host.isEmpty() ? element : element + ";host=\"" + host + "\"";
  }

  /** The fields of the response to the client; content's framing comes from the body. */
  Fields toClient(Fields originFields) {
    NameSet named = namedByConnection(originFields);
    return originFields.toBuilder()
        .removeIf(name -> HOP_BY_HOP.contains(name) || named.contains(name))
        .build();
  }

  private static String portOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon >= 0 && colon > host.lastIndexOf(']') && colon < host.length() - 1
        ? host.substring(colon + 1)
        : "80";
  }

  private static NameSet namedByConnection(Fields fields) {
    List<String> values = fields.all("Connection");
    if (values.isEmpty()) {
      return NameSet.EMPTY;
    }
    List<String> names = new ArrayList<>(2);
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        names.add(name.trim());
      }
    }
    return NameSet.of(names);
  }
}
