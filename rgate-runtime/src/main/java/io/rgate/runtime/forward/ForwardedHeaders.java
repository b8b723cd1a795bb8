package io.rgate.runtime.forward;

import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.runtime.exchange.HopByHop;
import io.rgate.runtime.exchange.NameSet;
import java.net.InetAddress;
import java.util.List;

/**
 * Decides which fields are passed to the other side, and adds fields that tell the origin about the
 * client. Fields that concern one connection only have been removed before: see {@link HopByHop}.
 */
public final class ForwardedHeaders {
  /**
   * Fields that concern only the connection between client and gateway, and fields in which a
   * client describes another client behind it. The latter are accepted from trusted proxies only.
   */
  private static final NameSet NOT_TO_ORIGIN =
      NameSet.of(
          "proxy-authenticate",
          "proxy-authorization",
          "expect",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "forwarded");

  /** The fields of the request to {@code endpoint}. */
  public Fields toOrigin(Request clientRequest, Endpoint endpoint, Forwarding forwarding) {
    Fields.Builder builder =
        MaxForwards.decremented(clientRequest).toBuilder().removeIf(NOT_TO_ORIGIN::contains);
    addForwarded(builder, clientRequest, forwarding);
    if (forwarding.clientCert()) {
      ClientCert.put(builder, clientRequest.peer());
    }
    builder.add("Via", via(clientRequest.protocol()));
    if (!forwarding.preserveHost()) {
      builder.remove("Host").add("Host", endpoint.uri().getRawAuthority());
    }
    return builder.build();
  }

  /** The protocol version of the received message (RFC 9110, 7.6.3). */
  private static String via(String protocol) {
    return switch (protocol) {
      case "HTTP/1.1" -> "1.1 rgate";
      case "HTTP/1.0" -> "1.0 rgate";
      default -> protocol.substring(protocol.indexOf('/') + 1) + " rgate";
    };
  }

  private static void addForwarded(
      Fields.Builder to, Request clientRequest, Forwarding forwarding) {
    InetAddress client = clientRequest.client().getAddress();
    boolean trusted =
        forwarding.trustedProxies().stream().anyMatch(block -> block.contains(client));
    Fields said = trusted ? clientRequest.fields() : Fields.EMPTY;
    String host = clientRequest.authority();
    to.add("X-Forwarded-For", appended(said, "X-Forwarded-For", client.getHostAddress()));
    to.add("X-Forwarded-Proto", said.first("X-Forwarded-Proto").orElse(clientRequest.scheme()));
    String seenHost = said.first("X-Forwarded-Host").orElse(host);
    if (!seenHost.isEmpty()) {
      to.add("X-Forwarded-Host", seenHost);
      to.add("X-Forwarded-Port", said.first("X-Forwarded-Port").orElse(portOf(clientRequest)));
    }
    if (forwarding.forwarded()) {
      to.add("Forwarded", appended(said, "Forwarded", forwarded(client, clientRequest)));
    } else {
      said.all("Forwarded").forEach(value -> to.add("Forwarded", value));
    }
  }

  /** One list of all values that were there, in order, followed by the new one. */
  private static String appended(Fields said, String name, String ours) {
    List<String> values = said.all(name);
    return values.isEmpty() ? ours : String.join(", ", values) + ", " + ours;
  }

  /**
   * RFC 7239, 4 and 6: an IPv6 address stands in brackets, and a value that is no token in quotes.
   */
  private static String forwarded(InetAddress client, Request request) {
    String host = request.authority();
    String address = client.getHostAddress();
    String forNode = address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    String element = "for=" + forNode + ";proto=" + request.scheme();
    return host.isEmpty() ? element : element + ";host=\"" + host + "\"";
  }

  private static String portOf(Request request) {
    String host = request.authority();
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && colon > host.lastIndexOf(']') && colon < host.length() - 1) {
      return host.substring(colon + 1);
    }
    return request.scheme().equals("https") ? "443" : "80";
  }
}
