package io.rgate.http.server;

import java.util.Arrays;
import java.util.List;

/**
 * A response as it was on the wire.
 *
 * @param head the status line and the fields, each line with its CRLF, and the empty line
 * @param content a character for each byte, without what frames it
 */
record Response(String head, String content) {

  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** The values of the fields of that name, in order. */
  List<String> all(String name) {
    return Arrays.stream(head.split("\r\n"))
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  /** The value of the only field of that name, empty if there is none. */
  String field(String name) {
    return String.join(" and ", all(name));
  }
}
