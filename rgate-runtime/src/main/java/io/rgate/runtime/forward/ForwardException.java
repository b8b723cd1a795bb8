package io.rgate.runtime.forward;

import io.rgate.api.Attempts;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No endpoint gave an answer: there is no endpoint, or every attempt failed. */
public final class ForwardException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Attempts tried;

  private final Duration retryAfter;

  ForwardException(String message, Attempts tried, @Nullable Throwable cause, Duration retryAfter) {
    super(message, cause);
    this.tried = tried;
    this.retryAfter = retryAfter;
  }

  /** When another request may have success; zero if that is not known. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The route and the attempts. */
  public Attempts attempts() {
    return tried;
  }
}
