package io.rgate.testkit.transport;

import java.util.Arrays;
import java.util.List;

/**
 * A request or a response as it was on the wire.
 *
 * @param head the start line and the fields, each line with its CRLF, and the empty line
 * @param content a character for each byte, without what frames it
 * @param whole whether the end of the content was there
 */
public record RawMessage(String head, String content, boolean whole) {

  /** The first line, without its CRLF. */
  public String startLine() {
    return head.substring(0, head.indexOf("\r\n"));
  }

  /** The status of a response. */
  public int status() {
    return Integer.parseInt(startLine().substring(9, 12));
  }

  /** The values of the fields of that name, in order. */
  public List<String> all(String name) {
    return Arrays.stream(head.split("\r\n", -1))
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  /** The value of the only field of that name, empty if there is none. */
  public String field(String name) {
    return String.join(" and ", all(name));
  }
}
