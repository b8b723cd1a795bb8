package io.rgate.http.origin;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.HeaderBlock;
import io.rgate.http.hpack.HeadWriter;
import java.util.Set;

/** Writes the header sections of requests, behind the room for a frame's head (RFC 9113, 8.3.1). */
final class RequestHeads {
  /** Methods whose requests have no content unless they declare it (RFC 9110, 9.3). */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private static final int USUAL = 1024;

  private RequestHeads() {}

  /**
   * The frames of the head of {@code request}, on stream 0.
   *
   * @param authority for a request that names no host
   * @throws IllegalArgumentException if a filter has changed the request so that it would be read
   *     as something else
   */
  static HeadWriter write(Request request, String scheme, String authority) {
    String query = request.query();
    String target = query == null ? request.path() : request.path() + "?" + query;
    if (!Fields.isToken(request.method()) || !isVisible(target)) {
      throw new IllegalArgumentException("method or target holds a character that it cannot hold");
    }
    long length = request.body().length();
    HeadWriter writer = begin((int) Math.min(length < 0 ? USUAL : length, Frame.MOST));
    writer.field(":method", request.method());
    writer.field(":scheme", scheme);
    writer.field(":authority", host(request, authority));
    writer.field(":path", target);
    fields(writer, request.fields());
    if (length > 0 || (length == 0 && saysEmpty(request))) {
      writer.length(length);
    }
    HeaderBlock.frame(writer, 0, 0, 0);
    return writer;
  }

  private static String host(Request request, String authority) {
    String host = request.fields().get("Host");
    return host == null || host.isEmpty() ? authority : host;
  }

  /** The frames of a trailer section, the last ones of a stream, on stream 0. */
  static HeadWriter trailers(Fields fields) {
    HeadWriter writer = begin(0);
    fields(writer, fields);
    HeaderBlock.frame(writer, 0, 0, Frame.END_STREAM);
    return writer;
  }

  private static HeadWriter begin(int content) {
    HeadWriter writer = new HeadWriter(USUAL + content, Frame.HEAD);
    // Also an origin that lowers its table's size has been told then (RFC 7541, 4.2).
    writer.dropTable();
    return writer;
  }

  /** Writes fields without {@code Host}, which stands in :authority, and those of HTTP/1.1. */
  private static void fields(HeadWriter writer, Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (name.equalsIgnoreCase("TE")) {
        te(writer, fields.value(i));
      } else if (!name.equalsIgnoreCase("Host") && !HeadWriter.isOfHttp1(name)) {
        writer.field(name, fields.value(i).strip());
      }
    }
  }

  /** RFC 9113, 8.2.2: no other value is allowed. */
  private static void te(HeadWriter writer, String value) {
    if (Fields.of("TE", value).hasMember("TE", "trailers")) {
      writer.field("te", "trailers");
    }
  }

  /** POST and similar methods declare that their content is empty (RFC 9110, 8.6). */
  private static boolean saysEmpty(Request request) {
    return !BODILESS.contains(request.method()) && request.fields().contains("Content-Length");
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
