package io.rgate.spi;

import java.io.Serial;

/**
 * Says that a {@link StatsSource} cannot tell the statistics now, for example because its database
 * does not answer. {@code /stats} answers 503 then.
 *
 * <p>The message is for the log only: it says in one line what is wrong. No stack is recorded.
 */
public final class StatsUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says in {@code message}, without secrets, why the statistics cannot be told. */
  public StatsUnavailableException(String message) {
    super(message, null, false, false);
  }
}
