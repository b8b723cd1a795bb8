package io.rgate.http.wire;

import io.rgate.api.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

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

  private static final byte[][] LINES = new byte[500][];

  static {
    for (int status = 100; status < 600; status++) {
      LINES[status - 100] =
          (VERSION + status + " " + reason(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The usual reason phrase of a status, or an empty text. */
  public static String reason(int status) {
    return Response.reason(status);
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
