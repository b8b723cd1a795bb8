package io.rgate.http.origin;

import io.rgate.api.Fields;

/**
 * The head of an origin's answer, or of an interim one.
 *
 * @param length what it declares as the length of its content, or -1
 * @param ends whether nothing follows it
 */
record Head(int status, Fields fields, long length, boolean ends) {

  /** Whether the head of the final answer is still to come. */
  boolean isInterim() {
    return status < 200;
  }
}
