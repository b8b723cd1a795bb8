package io.rgate.spi;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import java.io.Serial;
import java.util.Optional;

/** Tells the traffic so far; safe for use by several threads, and may block. */
public interface StatsSource {

  /**
   * The traffic up to now; every sample whose recording has returned is in it, unless it was
   * dropped.
   *
   * @throws StatsUnavailableException if it cannot be told now
   */
  StatsSnapshot snapshot();

  /**
   * The same by route, backend and endpoint; empty if the source does not keep that.
   *
   * @throws StatsUnavailableException if it cannot be told now
   */
  default Optional<StatsDetail> detail() {
    return Optional.empty();
  }

  /**
   * Says that a {@link StatsSource} cannot tell the statistics now, for example because its
   * database does not answer. {@code /stats} answers 503 then.
   *
   * <p>The message is for the log only: it says in one line what is wrong. No stack is recorded.
   */
  final class StatsUnavailableException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** Says in {@code message}, without secrets, why the statistics cannot be told. */
    public StatsUnavailableException(String message) {
      super(message, null, false, false);
    }
  }
}
