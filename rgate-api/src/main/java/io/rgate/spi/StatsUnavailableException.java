package io.rgate.spi;

import java.io.Serial;

/**
 * Thrown when a {@link StatsSource} cannot report the statistics now, for example because its
 * database does not answer. {@code /stats} answers 503 then.
 *
 * <p>The message is for the log only: it says in one line what is wrong. It has no stack trace.
 */
public final class StatsUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the exception; {@code message} gives the reason, without secrets. */
  public StatsUnavailableException(String message) {
    super(message, null, false, false);
  }
}
