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
  /** Methods whose requests have no content unless they declare it (RFC 9110, 9.3). */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private RequestHeadWriter() {}

  /**
   * Writes the head of {@code request}, one byte for each character, so that Latin-1 is unchanged.
   *
   * @param authority the host for a request that names no host
   * @throws IllegalArgumentException if a filter has changed the request line so that it would be
   *     read as something else
   */
  static void write(Output out, Request request, String authority) {
    RequestLine.write(out, request.method(), request.path(), request.query());
    Fields fields = request.fields();
    if (!fields.contains("Host")) {
      // The client used HTTP/1.0; every request of HTTP/1.1 must have a Host (RFC 9112, 3.2).
      FieldSection.write(out, "Host", authority);
    }
    FieldSection.writeAll(out, fields);
    if (fields.contains("TE") && !fields.hasMember("Connection", "TE")) {
      FieldSection.write(out, "Connection", "TE"); // RFC 9110, 10.1.4
    }
    long length = request.body().length();
    if (length == Body.UNKNOWN) {
      FieldSection.write(out, "Transfer-Encoding", "chunked");
    } else if (length > 0 || saysEmpty(request)) {
      FieldSection.writeLength(out, length);
    }
    FieldSection.end(out);
  }

  /** The framing of the content of {@code request}. */
  static long framing(Request request) {
    long length = request.body().length();
    return length == Body.UNKNOWN ? Framing.CHUNKED : length;
  }

  /** POST and similar methods declare that their content is empty (RFC 9110, 8.6). */
  private static boolean saysEmpty(Request request) {
    return !BODILESS.contains(request.method()) && request.fields().contains("Content-Length");
  }
}
