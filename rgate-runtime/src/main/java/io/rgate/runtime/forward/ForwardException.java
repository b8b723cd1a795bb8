package io.rgate.runtime.forward;

import io.rgate.api.Attempts;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No endpoint gave an answer: there is no endpoint, or every attempt failed. */
public sealed class ForwardException extends IOException permits LimitException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Attempts tried;

  private final Duration retryAfter;

  private final @Nullable String limit;

  ForwardException(String message, Attempts tried, @Nullable Throwable cause, Duration retryAfter) {
    this(message, tried, cause, retryAfter, null);
  }

  ForwardException(
      String message,
      Attempts tried,
      @Nullable Throwable cause,
      Duration retryAfter,
      @Nullable String limit) {
    super(message, cause);
    this.tried = tried;
    this.retryAfter = retryAfter;
    this.limit = limit;
  }

  /** When another request may have success; zero if that is not known. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The route and the attempts. */
  public Attempts attempts() {
    return tried;
  }

  /** The limit that was reached, in words; null if it was none. */
  public @Nullable String limit() {
    return limit;
  }
}
