package io.rgate.runtime;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something is wrong with the content that a client sends; nobody else is to blame. */
final class ClientBodyException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /** What the client is to be answered, if it can still be: 400, 408 or 413. */
  ClientBodyException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  int status() {
    return status;
  }

  /** The status that the first one among {@code failure} and its causes asks for, else 400. */
  static int statusOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientBodyException body) {
        return body.status;
      }
    }
    return 400;
  }
}
