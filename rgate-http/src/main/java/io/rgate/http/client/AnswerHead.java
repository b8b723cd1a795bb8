package io.rgate.http.client;

import io.rgate.api.Fields;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.StatusLine;
import java.io.IOException;

/**
 * The head of an origin's answer; the answer may be an interim one.
 *
 * @param status 100 to 599
 * @param fields the header section
 * @param http10 whether its version is HTTP/1.0
 */
record AnswerHead(int status, Fields fields, boolean http10) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_FIELDS = 256;

  /** Waits for the next head and reads it. */
  static AnswerHead read(Input input) throws IOException {
    StatusLine line = StatusLine.read(input, MAX_BYTES);
    Fields fields = FieldSection.read(input, MAX_FIELDS, MAX_BYTES);
    return new AnswerHead(line.status(), fields, line.http10());
  }

  /** Whether the origin keeps the connection open for another request. */
  boolean isPersistent() {
    return !http10 && !fields.hasMember("Connection", "close");
  }
}
