package io.rgate.transport;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The content that a client sends is wrong. The fault is the client's, not the gateway's or the
 * origin's.
 */
public final class RequestContentException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /** The status is the answer to the client if a response can still be sent: 400, 408 or 413. */
  public RequestContentException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The status: 400, 408 or 413. */
  public int status() {
    return status;
  }
}
