package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A request or a response as it was on the wire.
 *
 * @param head the start line and the fields, each line with its CRLF, and the empty line
 * @param body the content
 * @param whole whether its end was there
 * @param trailers the lines of its trailer section
 */
record Message(String head, byte[] body, boolean whole, List<String> trailers) {
  private static final int SHOWN = 500;

  /** One without a trailer section. */
  Message(String head, byte[] body, boolean whole) {
    this(head, body, whole, List.of());
  }

  String startLine() {
    return head.substring(0, head.indexOf("\r\n"));
  }

  /** Of a response. */
  int status() {
    return Integer.parseInt(startLine().split(" ")[1]);
  }

  String text() {
    return new String(body, ISO_8859_1);
  }

  /** The values of the fields of that name, in order. */
  List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (String line : head.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
        values.add(line.substring(colon + 1).strip());
      }
    }
    return values;
  }

  /** The value of the first field of that name, empty if there is none. */
  String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.getFirst();
  }

  boolean has(String name) {
    return !all(name).isEmpty();
  }

  /** Fails, and shows this message, unless its end is missing. */
  void requireCut() {
    assertThat(whole).as("that its end was there, of %s", this).isFalse();
  }

  /** Fails, and shows this message, unless its end was there. */
  void requireWhole() {
    assertThat(whole).as("that its end was there, of %s", this).isTrue();
  }

  /** As it was on the wire, for a test that fails; only the beginning of long content. */
  @Override
  public String toString() {
    String shown = body.length > SHOWN ? text().substring(0, SHOWN) + "…" : text();
    return "%s%s [%d bytes, %s]".formatted(head, shown, body.length, whole ? "whole" : "cut");
  }

  boolean isFramed() {
    return has("Content-Length") || has("Transfer-Encoding");
  }
}
