package io.rgate.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** There is no certificate; the message says why. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean away;
  private final transient @Nullable Instant notBefore;

  private RefusedException(
      String message, @Nullable Throwable cause, boolean away, @Nullable Instant notBefore) {
    super(message, cause);
    this.away = away;
    this.notBefore = notBefore;
  }

  /** The server has refused. */
  static RefusedException by(String message, @Nullable Throwable cause) {
    return new RefusedException(message, cause, false, null);
  }

  /** The server has refused, and wants no further request before {@code notBefore}. */
  static RefusedException until(String message, Throwable cause, @Nullable Instant notBefore) {
    return new RefusedException(message, cause, false, notBefore);
  }

  /** The server does not answer. */
  static RefusedException away(String message, Throwable cause) {
    return new RefusedException(message, cause, true, null);
  }

  /** Whether the server does not answer, so that nobody has refused anything. */
  boolean isAway() {
    return away;
  }

  /** Not before that; null if the server did not say. */
  @Nullable Instant notBefore() {
    return notBefore;
  }
}
