package io.rgate.transport;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one endpoint that brought no answer. {@link Stage#CONNECT} says for certain that
 * nothing was sent; {@link Failure#CLOSED} and {@link Failure#TIMEOUT} that no byte of an answer
 * came; with {@link Failure#CLIENT} the cause is what the client's own content or its leaving
 * threw, with {@link Failure#CONTENT} what another stream of content threw.
 */
public final class UpstreamException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final Failure failure;

  /**
   * An attempt that failed.
   *
   * @param message what happened, in plain words for the log
   */
  public UpstreamException(
      Stage stage, Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
    this.failure = failure;
  }

  /** How far it got. */
  public Stage stage() {
    return stage;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }
}
