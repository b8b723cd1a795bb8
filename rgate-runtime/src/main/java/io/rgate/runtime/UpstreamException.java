package io.rgate.runtime;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import java.io.IOException;
import java.io.Serial;

/**
 * One attempt at one endpoint that brought no answer. {@link Stage#CONNECT} says for certain that
 * nothing was sent; {@link Failure#CLOSED} and {@link Failure#TIMEOUT} that no byte of an answer
 * came; of {@link Failure#CLIENT} the cause tells what the client did.
 */
final class UpstreamException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final Failure failure;

  UpstreamException(Stage stage, Failure failure, Throwable cause) {
    super(failure + " at " + stage + ": " + cause, cause);
    this.stage = stage;
    this.failure = failure;
  }

  Stage stage() {
    return stage;
  }

  Failure failure() {
    return failure;
  }
}
