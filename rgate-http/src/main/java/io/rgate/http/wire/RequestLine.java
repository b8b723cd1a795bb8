package io.rgate.http.wire;

import io.rgate.api.Fields;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a request (RFC 9112, 3).
 *
 * @param http10 whether its version is HTTP/1.0; otherwise it is handled as HTTP/1.1
 */
public record RequestLine(String method, String target, boolean http10) {
  private static final int MOST_OF_A_METHOD = 64;
  private static final int AROUND_TARGET = MOST_OF_A_METHOD + " HTTP/1.1 ".length();
  private static final boolean[] TOKEN = new boolean[256];
  private static final String[] USUAL = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"};

  static {
    for (int i = 0; i < TOKEN.length; i++) {
      TOKEN[i] = Fields.isToken(String.valueOf((char) i));
    }
  }

  /**
   * Waits for a request line and reads it.
   *
   * @param mostOfTarget the greatest length of a target; a longer one is refused with 414
   * @throws MalformedException if it is no request line, as early as this is known
   */
  public static RequestLine read(Input in, int mostOfTarget) throws IOException {
    int most = mostOfTarget + AROUND_TARGET;
    int length = in.line(most, 414, RequestLine::glance);
    if (length == 0) {
      // Some clients send an empty line after the content of a POST (RFC 9112, 2.2).
      in.skipLine(0);
      length = in.line(most, 414, RequestLine::glance);
    }
    glance(in.array(), in.position(), in.position() + length);
    RequestLine line = parse(in, length, mostOfTarget);
    in.skipLine(length);
    return line;
  }

  private static RequestLine parse(Input in, int length, int mostOfTarget)
      throws MalformedException {
    int first = blank(in, 0, length);
    int second = blank(in, first + 1, length);
    boolean three = second > first + 1 && second < length;
    if (!three || blank(in, second + 1, length) < length) {
      throw new MalformedException(400, "the first line is no request line");
    }
    boolean http10 = isHttp10(in, second + 1, length);
    if (second - first - 1 > mostOfTarget) {
      throw new MalformedException(414, "the target is longer than " + mostOfTarget + " bytes");
    }
    return new RequestLine(method(in, first), target(in, first + 1, second), http10);
  }

  /**
   * Refuses bytes that cannot be a request, such as the first bytes of TLS, by their first word.
   */
  private static void glance(byte[] bytes, int from, int to) throws MalformedException {
    int most = Math.min(to, from + MOST_OF_A_METHOD + 1);
    int i = from;
    while (i < most && TOKEN[bytes[i] & 0xff]) {
      i++;
    }
    if (i == to && i - from <= MOST_OF_A_METHOD) {
      return; // valid so far
    }
    byte behind = i < most ? bytes[i] : 0;
    if (behind != (i == from ? '\r' : ' ')) {
      throw new MalformedException(400, "what came is not HTTP");
    }
  }

  /** The index of the next blank, or {@code length}. */
  private static int blank(Input in, int from, int length) {
    int i = from;
    while (i < length && in.at(i) != ' ') {
      i++;
    }
    return i;
  }

  /** The method as a string; a usual method gives the same object each time. */
  private static String method(Input in, int length) {
    for (String usual : USUAL) {
      if (is(usual, in, 0, length)) {
        return usual;
      }
    }
    return in.text(0, length);
  }

  private static boolean is(String expected, Input in, int from, int to) {
    if (expected.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (in.at(i) != expected.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private static String target(Input in, int from, int to) throws MalformedException {
    for (int i = from; i < to; i++) {
      if (in.at(i) <= ' ' || in.at(i) >= 0x7f) {
        throw new MalformedException(400, "the target holds a byte that it cannot hold");
      }
    }
    return in.text(from, to);
  }

  /** Any version 1.x other than 1.0 is answered as 1.1 (RFC 9110, 2.5). */
  private static boolean isHttp10(Input in, int from, int to) throws MalformedException {
    boolean one = to - from == 8 && is("HTTP/1.", in, from, to - 1);
    int minor = one ? in.at(to - 1) : 0;
    if (minor < '0' || minor > '9') {
      if (from < to && !in.text(from, Math.min(to, from + 5)).equalsIgnoreCase("HTTP/")) {
        throw new MalformedException(MalformedException.NO_HTTP, "the version is none of HTTP");
      }
      throw new MalformedException(505, "the version is not 1.x");
    }
    return minor == '0';
  }

  /**
   * Writes the request line of HTTP/1.1 to {@code out}.
   *
   * @throws IllegalArgumentException if it would be read as something else
   */
  public static void write(Output out, String method, String path, @Nullable String query) {
    if (!Fields.isToken(method) || !isVisible(path) || (query != null && !isVisible(query))) {
      throw new IllegalArgumentException("method or target holds a character that it cannot hold");
    }
    out.add(method);
    out.add(' ');
    out.add(path);
    if (query != null) {
      out.add('?');
      out.add(query);
    }
    out.add(" HTTP/1.1\r\n");
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
