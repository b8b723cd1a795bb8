package io.rgate.runtime.front;

import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;

/**
 * Sends each client to the same host and target with {@code https}. GET and HEAD get 301, which all
 * clients know; others get 308, with which they keep their method and content.
 */
public final class HttpsRedirect implements Handler {
  private static final int DEFAULT_PORT = 443;

  /** Printable characters that must not stand in a URI as they are (RFC 3986, 2). */
  private static final String ENCODED = "\"<>\\^`{|}";

  private final String port;

  /** To {@code port} of the host that a request is for. */
  public HttpsRedirect(int port) {
    this.port = port == DEFAULT_PORT ? "" : ":" + port;
  }

  @Override
  public Response handle(Request request) {
    String host = host(request.authority());
    if (host.isEmpty()) {
      throw new StatusException(400, "there is no Host to redirect to");
    }
    boolean plain = request.method().equals("GET") || request.method().equals("HEAD");
    String target = request.target().equals("*") ? "/" : encoded(request.target());
    Response moved = Response.text(plain ? 301 : 308, "use https\n");
    Fields fields = moved.fields().with("Location", "https://" + host + port + target);
    return moved.withFields(fields);
  }

  /** The host without its port. */
  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  private static String encoded(String target) {
    StringBuilder text = new StringBuilder(target.length());
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || ENCODED.indexOf(c) >= 0) {
        text.append('%');
        text.append(Character.toUpperCase(Character.forDigit(c >> 4 & 0xf, 16)));
        text.append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
