package io.rgate.runtime.front.jdk;

import com.sun.net.httpserver.HttpExchange;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.api.StatusException;
import io.rgate.transport.Exchange.RequestHead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server has parsed. Checks for faults that the server accepts but an
 * intermediary must refuse (RFC 9112, 3 and 6.3).
 *
 * @param length of the content, or {@link Body#UNKNOWN}
 * @param persistent whether the client wants to keep the connection (RFC 9112, 9.3)
 */
record JdkRequest(RequestHead head, long length, boolean persistent) {
  private static final String HTTP_1_0 = "HTTP/1.0";
  private static final String HTTP_1_1 = "HTTP/1.1";

  /**
   * Reads the request of {@code exchange}.
   *
   * @throws StatusException with 400, 414, 431, 501 or 505; the connection must then be closed
   */
  static JdkRequest read(HttpExchange exchange, Limits limits) {
    String protocol = protocol(exchange);
    String method = exchange.getRequestMethod();
    if (!Fields.isToken(method)) {
      throw new StatusException(400, "method is not a token");
    }
    String target = exchange.getRequestURI().toString();
    if (target.length() > limits.maxTarget()) {
      throw new StatusException(414, "target is longer than " + limits.maxTarget());
    }
    Fields fields = fields(exchange, limits);
    boolean http10 = protocol.equals(HTTP_1_0);
    return new JdkRequest(
        new RequestHead(method, "http", null, target, protocol, fields),
        length(fields, http10),
        !fields.hasMember("Connection", "close")
            && (!http10 || fields.hasMember("Connection", "keep-alive")));
  }

  /** Replaces a request that was refused; none of its content is read. */
  static JdkRequest unreadable(HttpExchange exchange) {
    boolean http10 = HTTP_1_0.equals(exchange.getProtocol());
    String method = exchange.getRequestMethod();
    RequestHead head =
        new RequestHead(method, "http", null, "/", http10 ? HTTP_1_0 : HTTP_1_1, Fields.EMPTY);
    return new JdkRequest(head, Body.UNKNOWN, false);
  }

  /** A later minor version is answered as 1.1 (RFC 9110, 2.5). */
  private static String protocol(HttpExchange exchange) {
    String protocol = exchange.getProtocol();
    if (HTTP_1_0.equals(protocol)) {
      return HTTP_1_0;
    }
    boolean later =
        protocol.length() == HTTP_1_1.length()
            && protocol.startsWith("HTTP/1.")
            && Character.digit(protocol.charAt(7), 10) >= 1;
    if (!later) {
      throw new StatusException(505, "version is not one of 1.0 to 1.9");
    }
    return HTTP_1_1;
  }

  private static Fields fields(HttpExchange exchange, Limits limits) {
    Fields.Builder builder = Fields.builder();
    int bytes = 0;
    for (Map.Entry<String, List<String>> field : exchange.getRequestHeaders().entrySet()) {
      for (@Nullable String value : field.getValue()) {
        String text = value == null ? "" : value;
        add(builder, field.getKey(), text);
        bytes += field.getKey().length() + text.length();
      }
    }
    if (builder.size() > limits.maxFields() || bytes > limits.maxFieldBytes()) {
      throw new StatusException(431, builder.size() + " fields of " + bytes + " bytes");
    }
    return builder.build();
  }

  private static void add(Fields.Builder to, String name, String value) {
    try {
      to.add(name, value);
    } catch (IllegalArgumentException e) {
      throw new StatusException(400, String.valueOf(e.getMessage()));
    }
  }

  private static long length(Fields fields, boolean http10) {
    List<String> codings = fields.all("Transfer-Encoding");
    List<String> lengths = fields.all("Content-Length");
    if (codings.isEmpty()) {
      return lengths.isEmpty() ? 0 : declared(lengths);
    }
    // RFC 9112, 6.1: with 1.0 the framing is faulty; together with a length it is ambiguous.
    if (http10 || !lengths.isEmpty() || codings.size() > 1) {
      throw new StatusException(400, "ambiguous framing");
    }
    String coding = codings.getFirst();
    if (!coding.equalsIgnoreCase("chunked")) {
      // RFC 9112, 6.3: if chunked is not the last coding, the end of the content is unknown.
      boolean last = coding.regionMatches(true, Math.max(0, coding.length() - 7), "chunked", 0, 7);
      throw new StatusException(last ? 501 : 400, "transfer coding other than chunked");
    }
    return Body.UNKNOWN;
  }

  private static long declared(List<String> lengths) {
    String text = lengths.getFirst();
    boolean digits = lengths.size() == 1 && !text.isEmpty() && text.length() <= 18;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw new StatusException(400, "Content-Length is not one number");
    }
    return Long.parseLong(text);
  }
}
