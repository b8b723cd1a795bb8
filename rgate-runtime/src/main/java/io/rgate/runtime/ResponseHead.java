package io.rgate.runtime;

import io.rgate.api.Fields;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Locale;

/**
 * The head of an origin's answer.
 *
 * @param status 200 to 599
 * @param fields the header section
 * @param persistent whether the origin keeps the connection open for another request
 */
record ResponseHead(int status, Fields fields, boolean persistent) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_FIELDS = 256;

  /**
   * Reads the next head that is final: those of status 1xx are passed over (RFC 9110, 15.2).
   *
   * @throws ProtocolException if what came is no head of an answer, or one too large
   */
  static ResponseHead read(OriginInput input) throws IOException {
    while (true) {
      String line = input.line(MAX_BYTES);
      int status = status(line);
      Fields fields = fields(input, MAX_BYTES - line.length());
      if (status >= 200) {
        boolean http11 = line.charAt(7) == '1';
        if (!http11 && fields.contains("Transfer-Encoding")) {
          // RFC 9112, 6.1: its framing is faulty.
          throw new ProtocolException("Transfer-Encoding in an answer of HTTP/1.0");
        }
        return new ResponseHead(status, fields, http11 && !saysClose(fields));
      }
      if (status == 101) {
        throw new ProtocolException("the origin switched protocols without being asked to");
      }
    }
  }

  /** RFC 9112, 4; the blank behind the status may be missing if there is no reason behind it. */
  private static int status(String line) throws ProtocolException {
    boolean version = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
    if (!version || line.length() < 12 || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw new ProtocolException("the origin's answer does not begin with a status line");
    }
    int status = 100 * digit(line, 9) + 10 * digit(line, 10) + digit(line, 11);
    if (status < 100 || status > 599) {
      throw new ProtocolException("the origin's status is " + status);
    }
    return status;
  }

  private static int digit(String line, int index) throws ProtocolException {
    char digit = line.charAt(index);
    if (digit < '0' || digit > '9') {
      throw new ProtocolException("the origin's status is no number");
    }
    return digit - '0';
  }

  private static Fields fields(OriginInput input, int atMost) throws IOException {
    Fields.Builder builder = Fields.builder();
    int left = atMost;
    int count = 0;
    for (String line = input.line(left); !line.isEmpty(); line = input.line(left)) {
      left -= line.length() + 2;
      if (++count > MAX_FIELDS || left < 0) {
        throw new ProtocolException("the origin's answer has too many fields");
      }
      add(builder, line);
    }
    return builder.build();
  }

  /**
   * A blank before the colon and a folded line make a name that is no token, and are refused like
   * any other (RFC 9112, 5.1 and 5.2).
   */
  private static void add(Fields.Builder builder, String line) throws ProtocolException {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new ProtocolException("the origin's answer has a field without a colon");
    }
    try {
      builder.add(line.substring(0, colon), withoutBlanks(line, colon + 1));
    } catch (IllegalArgumentException e) {
      ProtocolException invalid = new ProtocolException("the origin's answer: " + e.getMessage());
      invalid.initCause(e);
      throw invalid;
    }
  }

  private static String withoutBlanks(String line, int start) {
    int from = start;
    int to = line.length();
    while (from < to && isBlank(line.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean saysClose(Fields fields) {
    if (!fields.contains("Connection")) {
      return false;
    }
    for (String value : fields.all("Connection")) {
      for (String option : value.split(",", -1)) {
        if (option.trim().toLowerCase(Locale.ROOT).equals("close")) {
          return true;
        }
      }
    }
    return false;
  }
}
