package io.rgate.httpserver;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the head of a response (RFC 9112, 4). */
final class ResponseHead {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(100, "Continue"),
          Map.entry(103, "Early Hints"),
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(303, "See Other"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(505, "HTTP Version Not Supported"));

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final byte[][] LINES = new byte[500][];

  static {
    for (int status = 100; status < 600; status++) {
      LINES[status - 100] =
          ("HTTP/1.1 " + status + " " + reason(status) + "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static volatile Date date = new Date(0);

  private ResponseHead() {}

  /** The field that says when, for one second. */
  private static final class Date {
    private final long second;
    private final byte[] line;

    private Date(long second) {
      this.second = second;
      this.line =
          ("Date: " + DATE.format(Instant.ofEpochSecond(second)) + "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The usual words for a status, or nothing. */
  static String reason(int status) {
    return REASONS.getOrDefault(status, "");
  }

  /** Adds the head to what waits in {@code out}; with the date if {@code fields} has none. */
  static void write(Output out, int status, Headers fields) {
    out.add(LINES[status - 100]);
    boolean dated = false;
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      dated |= field.getKey().equals("Date");
      for (String value : field.getValue()) {
        out.add(field.getKey());
        out.add(": ");
        out.add(value);
        out.add("\r\n");
      }
    }
    if (!dated) {
      out.add(date());
    }
    out.add("\r\n");
  }

  private static byte[] date() {
    long second = System.currentTimeMillis() / 1000;
    Date last = date;
    if (last.second != second) {
      last = new Date(second);
      date = last;
    }
    return last.line;
  }
}
