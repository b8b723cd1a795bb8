package io.rgate.http.server;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.Output;
import io.rgate.http.wire.StatusLine;

/** Writes the head of a response, and decides how its content is framed (RFC 9112, 6.3). */
final class ResponseHead {
  private ResponseHead() {}

  /** Whether a response of that status to that method has content. */
  static boolean hasContent(String method, int status) {
    return !method.equals("HEAD") && status != 204 && status != 205 && status != 304;
  }

  /** The framing of content of {@code length} bytes. */
  static long framing(long length, boolean http10) {
    if (length != Body.UNKNOWN) {
      return length;
    }
    return http10 ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
  }

  /**
   * Writes status and fields without those of framing; {@code connection} replaces the Connection
   * field.
   */
  static void write(Output out, int status, Fields fields, String connection) {
    StatusLine.write(out, status);
    boolean dated = false;
    boolean replaced = !connection.isEmpty();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      dated |= name.equalsIgnoreCase("Date");
      if (!FieldSection.isFraming(name)
          && !(replaced && (name.equalsIgnoreCase("Connection") || isKeepAlive(name)))) {
        FieldSection.write(out, name, fields.value(i));
      }
    }
    if (!dated) {
      FieldSection.writeDate(out);
    }
    if (replaced) {
      FieldSection.write(out, "Connection", connection);
    }
  }

  private static boolean isKeepAlive(String name) {
    return name.equalsIgnoreCase("Keep-Alive");
  }

  /** Writes the fields of framing, and the end of the head. */
  static void endWithContent(Output out, long framing) {
    if (framing == Framing.CHUNKED) {
      FieldSection.write(out, "Transfer-Encoding", "chunked");
    } else if (framing >= 0) {
      FieldSection.writeLength(out, framing);
    }
    FieldSection.end(out);
  }

  /** Writes the length that the content would have, for HEAD and 304, and the end of the head. */
  static void endWithout(Output out, int status, long length) {
    if (status == 205) {
      // Without a length a client would wait until the connection ends (RFC 9110, 15.3.6).
      FieldSection.writeLength(out, 0);
    } else if (status != 204 && length >= 0) {
      FieldSection.writeLength(out, length);
    }
    FieldSection.end(out);
  }
}
