package io.rgate.http.origin;

import java.io.IOException;
import java.io.Serial;

/** Why a stream brought no answer, or only a part of one. */
final class StreamFailure extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Whose fault it is, and what it means for the request. */
  enum Kind {
    /** The origin has done nothing with the request (RFC 9113, 8.7). */
    NOT_PROCESSED,
    /** The stream, or its connection, has ended. */
    CLOSED,
    /** The origin broke a rule. */
    INVALID,
    /** Nobody here wants the answer any more. */
    GIVEN_UP
  }

  private final Kind kind;

  StreamFailure(Kind kind, String why) {
    super(why);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
