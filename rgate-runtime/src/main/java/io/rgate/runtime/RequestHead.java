package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Writes the head of a request to an origin (RFC 9112, 3). */
final class RequestHead {
  /** Methods whose requests say by themselves that they have no content (RFC 9110, 9.3). */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private static final int USUAL = 512;

  private RequestHead() {}

  /**
   * The head of {@code request} in bytes, one for each character: Latin-1 passes unharmed.
   *
   * @throws IllegalArgumentException if a filter has made a request line of it that would be read
   *     as something else
   */
  static byte[] encode(Request request, Endpoint endpoint) {
    requireOneLine(request);
    StringBuilder head = new StringBuilder(USUAL);
    head.append(request.method()).append(' ').append(request.path());
    if (request.query() != null) {
      head.append('?').append(request.query());
    }
    head.append(" HTTP/1.1\r\n");
    Fields fields = request.fields();
    if (!fields.contains("Host")) {
      // Of a client that speaks 1.0; every request of 1.1 must have it (RFC 9112, 3.2).
      head.append("Host: ").append(endpoint.uri().getRawAuthority()).append("\r\n");
    }
    fields.forEach((name, value) -> {
      if (!isFraming(name)) {
        head.append(name).append(": ").append(value).append("\r\n");
      }
    });
    appendFraming(head, request);
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isFraming(String name) {
    return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding");
  }

  private static void appendFraming(StringBuilder head, Request request) {
    long length = request.body().length();
    if (length == Body.UNKNOWN) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (length > 0 || saysEmpty(request)) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
  }

  /** POST and its like say that their content is empty (RFC 9110, 8.6). */
  private static boolean saysEmpty(Request request) {
    return !BODILESS.contains(request.method()) && request.fields().contains("Content-Length");
  }

  private static void requireOneLine(Request request) {
    if (!Fields.isToken(request.method())
        || !isVisible(request.path())
        || (request.query() != null && !isVisible(request.query()))) {
      throw new IllegalArgumentException("method or target holds a character that it cannot hold");
    }
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
