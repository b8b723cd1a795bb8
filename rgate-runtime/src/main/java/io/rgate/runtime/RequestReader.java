package io.rgate.runtime;

import com.sun.net.httpserver.HttpExchange;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.StatusException;
import io.rgate.api.Limits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of what the JDK's server has parsed, and refuses what the server lets through
 * though an intermediary must not (RFC 9112, 3.2 and 6.3).
 */
final class RequestReader {
  private final Limits limits;

  /** A reader that refuses what exceeds {@code limits}. */
  RequestReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * The request of {@code exchange}, with a request id among its fields; the stream of its content
   * is a {@link ClientBody}.
   *
   * @param watch over this thread
   * @throws StatusException with 400, 414, 431, 501 or 505; the connection must then be closed
   */
  Request read(HttpExchange exchange, ClientWatch.Watch watch) {
    boolean http10 = isHttp10(exchange);
    String method = method(exchange);
    String rawTarget = exchange.getRequestURI().toString();
    if (rawTarget.length() > limits.maxTarget()) {
      throw new StatusException(414, "target is longer than " + limits.maxTarget());
    }
    Fields fields = fields(exchange);
    if (fields.contains("Upgrade") && asksForUpgrade(fields)) {
      throw new StatusException(501, "upgrade is not supported");
    }
    RequestTarget target = RequestTarget.parse(rawTarget);
    fields = withHost(fields, target.authority(), http10);
    long length = length(fields, http10);
    long idle = limits.clientIdle().toNanos();
    return new Request(
        method,
        target.path(),
        target.query(),
        fields.with(RequestId.FIELD, RequestId.of(fields.get(RequestId.FIELD))),
        new Body(new ClientBody(exchange.getRequestBody(), length, watch, idle), length),
        exchange.getRemoteAddress());
  }

  private static boolean isHttp10(HttpExchange exchange) {
    boolean http10 = "HTTP/1.0".equals(exchange.getProtocol());
    if (!http10 && !"HTTP/1.1".equals(exchange.getProtocol())) {
      throw new StatusException(505, "version is neither 1.0 nor 1.1");
    }
    return http10;
  }

  private static String method(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!Fields.isToken(method)) {
      throw new StatusException(400, "method is not a token");
    }
    if (method.equals("CONNECT")) {
      throw new StatusException(501, "CONNECT: the gateway is no forward proxy");
    }
    return method;
  }

  private Fields fields(HttpExchange exchange) {
    Fields.Builder builder = Fields.builder();
    int count = 0;
    int bytes = 0;
    for (Map.Entry<String, List<String>> field : exchange.getRequestHeaders().entrySet()) {
      for (@Nullable String value : field.getValue()) {
        String text = value == null ? "" : value;
        add(builder, field.getKey(), text);
        count++;
        bytes += field.getKey().length() + text.length();
      }
    }
    if (count > limits.maxFields() || bytes > limits.maxFieldBytes()) {
      throw new StatusException(431, count + " fields of " + bytes + " bytes");
    }
    return builder.build();
  }

  private static void add(Fields.Builder to, String name, String value) {
    // obs-text is refused: the JDK's client would send a question mark in its place.
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        throw new StatusException(400, "value of " + name + " is not ASCII");
      }
    }
    try {
      to.add(name, value);
    } catch (IllegalArgumentException e) {
      throw new StatusException(400, String.valueOf(e.getMessage()));
    }
  }

  /** Whether the client keeps its connection after this exchange (RFC 9112, 9.3). */
  static boolean isPersistent(HttpExchange exchange, Fields fields) {
    return !connectionNames(fields, "close")
        && (!"HTTP/1.0".equals(exchange.getProtocol()) || connectionNames(fields, "keep-alive"));
  }

  private static boolean connectionNames(Fields fields, String option) {
    for (String value : fields.all("Connection")) {
      if (hasMember(value, option)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the client wants to go on in another protocol. An offer of h2c is none: a server may
   * ignore it (RFC 9110, 7.8), and clients such as the JDK's own make it with every first request.
   */
  private static boolean asksForUpgrade(Fields fields) {
    return connectionNames(fields, "upgrade")
        && !fields.all("Upgrade").stream().allMatch(value -> value.trim().equalsIgnoreCase("h2c"));
  }

  private static boolean hasMember(String list, String member) {
    if (list.indexOf(',') < 0) {
      return list.trim().equalsIgnoreCase(member);
    }
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
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }
}
