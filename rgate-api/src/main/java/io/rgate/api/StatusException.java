package io.rgate.api;

import java.io.Serial;

/**
 * Ends a request with a status. It has no stack trace, because it is an answer and not a fault.
 *
 * <p>The client gets the status with a short fixed text. The message is for the log only.
 */
public final class StatusException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Ends the request with {@code status}.
   *
   * @throws IllegalArgumentException if the status is outside 400-599
   */
  public StatusException(int status, String message) {
    super(message, null, false, false);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be 400 to 599, was " + status);
    }
    this.status = status;
  }

  /** Between 400 and 599. */
  public int status() {
    return status;
  }
}
