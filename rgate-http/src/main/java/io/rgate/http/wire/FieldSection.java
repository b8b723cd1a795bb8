package io.rgate.http.wire;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Header and trailer sections (RFC 9112, 5 and 7.1.2). */
public final class FieldSection {
  private static final byte[] END_OF_LINE = {'\r', '\n'};

  /** Blanks and colons do not count for the limit, but have this limit of their own. */
  private static final int SPARE = 8 * 1024;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile Date date = new Date(0);

  private FieldSection() {}

  /** The Date field, made once for each second. */
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

  /**
   * Waits for the field lines up to the empty line, and reads them.
   *
   * @param mostFields more fields are refused with 431
   * @param mostBytes names and values that are longer together are refused with 431
   */
  public static Fields read(Input in, int mostFields, int mostBytes) throws IOException {
    Fields.Builder builder = null;
    int bytes = 0;
    int left = mostBytes + SPARE;
    int length = in.line(left, 431);
    while (length > 0) {
      builder = builder == null ? Fields.builder() : builder;
      addLine(builder, in, length);
      bytes += length - 1 - blanks(in, length);
      if (builder.size() > mostFields || bytes > mostBytes) {
        throw new MalformedException(431, "too many fields, or too long ones");
      }
      in.skipLine(length);
      left = Math.max(0, left - length - 2);
      length = in.line(left, 431);
    }
    in.skipLine(0);
    return builder == null ? Fields.EMPTY : builder.build();
  }

  /** Adds a field line of that length. */
  static void addLine(Fields.Builder builder, Input in, int length) throws MalformedException {
    try {
      builder.addLine(in.array(), in.position(), in.position() + length);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(400, "a field line is malformed: " + e.getMessage());
    }
  }

  /** How many blanks there are around the value. */
  private static int blanks(Input in, int length) {
    int begin = 0;
    while (in.at(begin) != ':') {
      begin++;
    }
    begin++;
    int value = begin;
    while (value < length && isBlank(in.at(value))) {
      value++;
    }
    int end = length;
    while (end > value && isBlank(in.at(end - 1))) {
      end--;
    }
    return value - begin + length - end;
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** The fields of a trailer section, without those that are not allowed there. */
  public static Fields trailers(Fields.Builder builder) {
    return builder.removeIf(name -> !Body.isTrailer(name)).build();
  }

  /** Whether a field of that name declares the framing, which the writer writes itself. */
  public static boolean isFraming(String name) {
    return switch (name.length()) {
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  /** Writes one field line. */
  public static void write(Output out, String name, String value) {
    out.add(name);
    out.add(": ");
    out.add(value);
    out.add(END_OF_LINE);
  }

  /** Writes the length of the content. */
  public static void writeLength(Output out, long length) {
    out.add("Content-Length: ");
    out.add(length, 10);
    out.add(END_OF_LINE);
  }

  /** Writes the current date. */
  public static void writeDate(Output out) {
    out.add(dateLine());
  }

  /** The line of the current date, with its end; must not be changed. */
  public static byte[] dateLine() {
    long second = System.currentTimeMillis() / 1000;
    Date last = date;
    if (last.second != second) {
      last = new Date(second);
      date = last;
    }
    return last.line;
  }

  /** Writes all fields without those of framing. */
  public static void writeAll(Output out, Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (!isFraming(fields.name(i))) {
        write(out, fields.name(i), fields.value(i));
      }
    }
  }

  /** Writes a short text after the head. */
  public static void writeText(Output out, byte[] text) {
    out.add(text);
  }

  /** Writes the empty line. */
  public static void end(Output out) {
    out.add(END_OF_LINE);
  }
}
