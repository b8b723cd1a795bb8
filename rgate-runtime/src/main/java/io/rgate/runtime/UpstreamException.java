package io.rgate.runtime;

import io.rgate.api.Attempt;
import java.io.IOException;
import java.io.Serial;

/** One attempt at one endpoint that brought no answer. */
final class UpstreamException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Attempt.Failure failure;

  UpstreamException(Attempt.Failure failure, Throwable cause) {
    super(failure + ": " + cause, cause);
    this.failure = failure;
  }

  Attempt.Failure failure() {
    return failure;
  }
}
