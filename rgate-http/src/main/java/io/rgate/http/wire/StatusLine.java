package io.rgate.http.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The first line of a response (RFC 9112, 4).
 *
 * @param status 100 to 599
 * @param http10 whether its version is HTTP/1.0; otherwise it is HTTP/1.1
 */
public record StatusLine(int status, boolean http10) {
  private static final String VERSION = "HTTP/1.1 ";
  private static final int DIGITS = VERSION.length();
  private static final int REASON = DIGITS + 3;

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(100, "Continue"),
          Map.entry(101, "Switching Protocols"),
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

  private static final byte[][] LINES = new byte[500][];

  static {
    for (int status = 100; status < 600; status++) {
      LINES[status - 100] =
          (VERSION + status + " " + reason(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The usual reason phrase of a status, or an empty text. */
  public static String reason(int status) {
    return REASONS.getOrDefault(status, "");
  }

  /** Writes the status line of HTTP/1.1 to {@code out}. */
  public static void write(Output out, int status) {
    out.add(LINES[status - 100]);
  }

  /**
   * Waits for a status line and reads it.
   *
   * @throws MalformedException if it is no status line, or longer than {@code limit}
   */
  public static StatusLine read(Input in, int limit) throws IOException {
    int length = in.line(limit, 400, StatusLine::glance);
    glance(in.array(), in.position(), in.position() + length);
    // The blank after the status may be missing if there is no reason phrase.
    if (length < REASON || (length > REASON && in.at(REASON) != ' ')) {
      throw new MalformedException(400, "the first line is no status line");
    }
    int status = 100 * digit(in, DIGITS) + 10 * digit(in, DIGITS + 1) + digit(in, DIGITS + 2);
    if (status < 100 || status > 599) {
      throw new MalformedException(400, "the status is " + status);
    }
    StatusLine line = new StatusLine(status, in.at(DIGITS - 2) == '0');
    in.skipLine(length);
    return line;
  }

  private static void glance(byte[] bytes, int from, int to) throws MalformedException {
    for (int i = 0; i < DIGITS && from + i < to; i++) {
      byte b = bytes[from + i];
      boolean minor = i == DIGITS - 2 && (b == '0' || b == '1');
      if (!minor && b != VERSION.charAt(i)) {
        throw new MalformedException(400, "what came does not begin with a status line");
      }
    }
  }

  private static int digit(Input in, int index) throws MalformedException {
    int digit = in.at(index);
    if (digit < '0' || digit > '9') {
      throw new MalformedException(400, "the status is no number");
    }
    return digit - '0';
  }
}
