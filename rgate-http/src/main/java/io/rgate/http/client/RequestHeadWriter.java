package io.rgate.http.client;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.Output;
import io.rgate.http.wire.RequestLine;
import java.util.Set;

/** Writes the head of a request to an origin (RFC 9112, 3). */
final class RequestHeadWriter {
  /** Methods whose requests say by themselves that they have no content (RFC 9110, 9.3). */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private RequestHeadWriter() {}

  /**
   * Adds the head of {@code request}, a byte for each character: Latin-1 passes unharmed.
   *
   * @param authority the host that is named if the request names none
   * @throws IllegalArgumentException if a filter has made a request line of it that would be read
   *     as something else
   */
  static void write(Output out, Request request, String authority) {
    RequestLine.write(out, request.method(), request.path(), request.query());
    Fields fields = request.fields();
    if (!fields.contains("Host")) {
      // Of a client that speaks 1.0; every request of 1.1 must have it (RFC 9112, 3.2).
      FieldSection.write(out, "Host", authority);
    }
    FieldSection.writeAll(out, fields);
    long length = request.body().length();
    if (length == Body.UNKNOWN) {
      FieldSection.write(out, "Transfer-Encoding", "chunked");
    } else if (length > 0 || saysEmpty(request)) {
      FieldSection.writeLength(out, length);
    }
    FieldSection.end(out);
  }

  /** How the content of {@code request} is framed. */
  static long framing(Request request) {
    long length = request.body().length();
    return length == Body.UNKNOWN ? Framing.CHUNKED : length;
  }

  /** POST and its like say that their content is empty (RFC 9110, 8.6). */
  private static boolean saysEmpty(Request request) {
    return !BODILESS.contains(request.method()) && request.fields().contains("Content-Length");
  }
}
