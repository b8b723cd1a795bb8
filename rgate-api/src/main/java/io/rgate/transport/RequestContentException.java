package io.rgate.transport;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something is wrong with the content that a client sends; nobody else is to blame. */
public final class RequestContentException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /** What the client is to be answered, if it can still be: 400, 408 or 413. */
  public RequestContentException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** 400, 408 or 413. */
  public int status() {
    return status;
  }
}
