package io.rgate.transport;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at one endpoint that brought no answer. {@link Stage#CONNECT} means that nothing was
 * sent. {@link Failure#CLOSED} and {@link Failure#TIMEOUT} mean that no byte of an answer came.
 * With {@link Failure#CLIENT} the cause is the exception of the client's own content or of its
 * leaving; with {@link Failure#CONTENT} it is the exception of another stream of content.
 */
public final class UpstreamException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final Failure failure;

  /**
   * Makes the exception.
   *
   * @param message what happened, in plain words for the log
   */
  public UpstreamException(
      Stage stage, Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
    this.failure = failure;
  }

  /** How far the attempt got. */
  public Stage stage() {
    return stage;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }
}
