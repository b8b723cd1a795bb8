package io.rgate.runtime;

import com.sun.net.httpserver.HttpExchange;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.StatusException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of what the JDK's server has parsed, and refuses what the server lets through
 * though an intermediary must not (RFC 9112, 3.2 and 6.3).
 */
final class RequestReader {
  private RequestReader() {}

  /**
   * The request of {@code exchange}; its body is a {@link ClientBody} or empty.
   *
   * @throws StatusException with 400, 501 or 505; the connection must then be closed
   */
  static Request read(HttpExchange exchange) {
    boolean http10 = "HTTP/1.0".equals(exchange.getProtocol());
    if (!http10 && !"HTTP/1.1".equals(exchange.getProtocol())) {
      throw new StatusException(505, "version is neither 1.0 nor 1.1");
    }
    String method = exchange.getRequestMethod();
    if (!Fields.isToken(method)) {
      throw new StatusException(400, "method is not a token");
    }
    if (method.equals("CONNECT")) {
      throw new StatusException(501, "CONNECT: the gateway is no forward proxy");
    }
    Fields fields = fields(exchange);
    if (fields.contains("Upgrade") && asksForUpgrade(fields)) {
      throw new StatusException(501, "upgrade is not supported");
    }
    RequestTarget target = RequestTarget.parse(exchange.getRequestURI().toString());
    fields = withHost(fields, target.authority(), http10);
    long length = length(fields, http10);
    Body body =
        length == 0
            ? Body.EMPTY
            : new Body(new ClientBody(exchange.getRequestBody(), length), length);
    return new Request(
        method, target.path(), target.query(), fields, body, exchange.getRemoteAddress());
  }

  private static Fields fields(HttpExchange exchange) {
    Fields.Builder builder = Fields.builder();
    try {
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> values.forEach(value -> builder.add(name, orEmpty(value))));
    } catch (IllegalArgumentException e) {
      throw new StatusException(400, String.valueOf(e.getMessage()));
    }
    return builder.build();
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  /**
   * Whether the client wants to go on in another protocol. An offer of h2c is none: a server may
   * ignore it (RFC 9110, 7.8), and clients such as the JDK's own make it with every first request.
   */
  private static boolean asksForUpgrade(Fields fields) {
    return fields.all("Connection").stream().anyMatch(value -> hasMember(value, "upgrade"))
        && !fields.all("Upgrade").stream().allMatch(value -> value.trim().equalsIgnoreCase("h2c"));
  }

  private static boolean hasMember(String list, String member) {
    for (String item : list.split(",", -1)) {
      if (item.trim().equalsIgnoreCase(member)) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9112, 3.2 and 3.2.2: exactly one Host; an absolute target's authority replaces it. */
  private static Fields withHost(Fields fields, @Nullable String authority, boolean http10) {
    List<String> hosts = fields.all("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && !http10)) {
      throw new StatusException(400, hosts.size() + " Host fields");
    }
    if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
      throw new StatusException(400, "Host is no authority");
    }
    return authority == null ? fields : withAuthority(fields, authority);
  }

  private static Fields withAuthority(Fields fields, String authority) {
    if (!isHost(authority) || authority.isEmpty()) {
      throw new StatusException(400, "target's authority is no host and port");
    }
    return fields.with("Host", authority);
  }

  /** An empty Host is allowed; a blank, a slash, a comma or user information never is. */
  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "/?#@,\\\"<>^`{|}".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static long length(Fields fields, boolean http10) {
    List<String> codings = fields.all("Transfer-Encoding");
    List<String> lengths = fields.all("Content-Length");
    if (!codings.isEmpty()) {
      // RFC 9112, 6.1: with 1.0 the framing is faulty; together with a length it is ambiguous.
      if (http10 || !lengths.isEmpty() || codings.size() > 1) {
        throw new StatusException(400, "ambiguous framing");
      }
      if (!codings.getFirst().equalsIgnoreCase("chunked")) {
        throw new StatusException(501, "transfer coding other than chunked");
      }
      return Body.UNKNOWN;
    }
    return lengths.isEmpty() ? 0 : declared(lengths);
  }

  private static long declared(List<String> lengths) {
    if (lengths.size() > 1 || !isLength(lengths.getFirst())) {
      throw new StatusException(400, "Content-Length is not one number");
    }
    return Long.parseLong(lengths.getFirst());
  }

  /** Digits only, and few enough for a long (RFC 9110, 8.6). */
  static boolean isLength(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
