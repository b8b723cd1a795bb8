package io.rgate.transport;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The client has left, no longer accepts bytes, or the exchange was aborted. */
public final class ClientGoneException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the exception; {@code message} is the reason for the log. */
  public ClientGoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
