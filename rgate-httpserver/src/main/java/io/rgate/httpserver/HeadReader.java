package io.rgate.httpserver;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one request (RFC 9112, 2 to 6), strictly: what another reader could take for
 * something else is refused.
 */
final class HeadReader {
  /** More than most gateways let through; beyond it a head is answered with 431. */
  private static final int MOST_BYTES = 128 * 1024;

  private static final int MOST_TARGET = 32 * 1024;
  private static final int MOST_FIELDS = 200;

  private static final String HTTP_1_1 = "HTTP/1.1";
  private static final String HTTP_1_0 = "HTTP/1.0";

  private final Input in;
  private final Headers fields = new Headers();
  private final Framing framing = new Framing();
  private String method = "";
  private String target = "";
  private String protocol = "";
  private boolean expectsContinue;
  private boolean close;
  private boolean keepAlive;
  private int left = MOST_BYTES;

  private HeadReader(Input in) {
    this.in = in;
  }

  /**
   * Waits for a head and reads it.
   *
   * @throws BadRequestException if it is none, or is too large
   */
  static RequestHead read(Input in) throws IOException {
    return new HeadReader(in).head();
  }

  private RequestHead head() throws IOException {
    readRequestLine();
    readFields();
    boolean http10 = protocol.equals(HTTP_1_0);
    return new RequestHead(
        method,
        target,
        protocol,
        fields,
        framing.length(http10),
        expectsContinue && !http10,
        !close && (!http10 || keepAlive));
  }

  private void readRequestLine() throws IOException {
    int length = in.line(MOST_TARGET, 414);
    if (length == 0) {
      // As some clients send behind the content of a POST (RFC 9112, 2.2).
      in.skipLine(0);
      length = in.line(MOST_TARGET, 414);
    }
    int first = indexOf(' ', 0, length);
    int second = first < 0 ? -1 : indexOf(' ', first + 1, length);
    if (first <= 0 || second <= first + 1 || indexOf(' ', second + 1, length) >= 0) {
      throw new BadRequestException(400, "no request line");
    }
    method = in.text(0, first);
    target = in.text(first + 1, second);
    protocol = protocol(in.text(second + 1, length));
    skip(length);
  }

  /** The same string each time for the usual ones. */
  private static String protocol(String text) throws BadRequestException {
    return switch (text) {
      case HTTP_1_1 -> HTTP_1_1;
      case HTTP_1_0 -> HTTP_1_0;
      default -> throw new BadRequestException(505, "version is neither 1.0 nor 1.1");
    };
  }

  private void readFields() throws IOException {
    int count = 0;
    int length = in.line(left, 431);
    while (length > 0) {
      if (++count > MOST_FIELDS) {
        throw new BadRequestException(431, "more than " + MOST_FIELDS + " fields");
      }
      readField(length);
      skip(length);
      length = in.line(left, 431);
    }
    in.skipLine(0);
  }

  private void skip(int length) {
    in.skipLine(length);
    left = Math.max(0, left - length - 2);
  }

  private void readField(int length) throws BadRequestException {
    int colon = indexOf(':', 0, length);
    if (colon <= 0 || !isToken(colon)) {
      // A folded line too, which begins with a blank: RFC 9112, 5.2 lets us refuse it.
      throw new BadRequestException(400, "no field name");
    }
    int begin = colon + 1;
    int end = length;
    while (begin < end && isBlank(in.at(begin))) {
      begin++;
    }
    while (end > begin && isBlank(in.at(end - 1))) {
      end--;
    }
    requireText(begin, end);
    String name = in.text(0, colon);
    String value = in.text(begin, end);
    fields.add(name, value);
    look(name, value);
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  private boolean isToken(int length) {
    for (int i = 0; i < length; i++) {
      if (!Tokens.isTokenChar(in.at(i))) {
        return false;
      }
    }
    return true;
  }

  private void requireText(int begin, int end) throws BadRequestException {
    for (int i = begin; i < end; i++) {
      int c = in.at(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new BadRequestException(400, "control character in a field's value");
      }
    }
  }

  /** What concerns the connection and the frame of the content. */
  private void look(String name, String value) throws BadRequestException {
    switch (name.length()) {
      case 6 -> expectsContinue |= is(name, "Expect") && value.equalsIgnoreCase("100-continue");
      case 10 -> {
        if (is(name, "Connection")) {
          close |= Tokens.isMember("close", value);
          keepAlive |= Tokens.isMember("keep-alive", value);
        }
      }
      case 14 -> {
        if (is(name, "Content-Length")) {
          framing.length(value);
        }
      }
      case 17 -> {
        if (is(name, "Transfer-Encoding")) {
          framing.coding(value);
        }
      }
      default -> {
        // Of no concern here.
      }
    }
  }

  private static boolean is(String name, String wanted) {
    return name.equalsIgnoreCase(wanted);
  }

  private int indexOf(char wanted, int from, int length) {
    for (int i = from; i < length; i++) {
      if (in.at(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** How the content is framed (RFC 9112, 6): in one way, or the request is refused. */
  private static final class Framing {
    private @Nullable String length;
    private @Nullable String coding;

    void length(String value) throws BadRequestException {
      if (length != null) {
        throw new BadRequestException(400, "Content-Length twice");
      }
      length = value;
    }

    void coding(String value) throws BadRequestException {
      if (coding != null) {
        throw new BadRequestException(501, "Transfer-Encoding twice");
      }
      coding = value;
    }

    long length(boolean http10) throws BadRequestException {
      if (coding == null) {
        return length == null ? 0 : number(length);
      }
      if (http10 || length != null) {
        throw new BadRequestException(400, "Transfer-Encoding where it must not be");
      }
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new BadRequestException(501, "transfer coding other than chunked");
      }
      return RequestHead.CHUNKED;
    }

    private static long number(String text) throws BadRequestException {
      boolean digits = !text.isEmpty() && text.length() <= 18;
      for (int i = 0; digits && i < text.length(); i++) {
        digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
      }
      if (!digits) {
        throw new BadRequestException(400, "Content-Length is no number");
      }
      return Long.parseLong(text);
    }
  }
}
