package io.rgate.spi;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import java.io.Serial;
import java.util.Optional;

/** Reports the traffic so far; safe for use by several threads, and may block. */
public interface StatsSource {

  /**
   * The traffic up to now. It contains every sample for which {@code record} has returned, except
   * for dropped ones.
   *
   * @throws StatsUnavailableException if the statistics cannot be read now
   */
  StatsSnapshot snapshot();

  /**
   * The same by route, backend and endpoint; empty if the source does not keep these.
   *
   * @throws StatsUnavailableException if the statistics cannot be read now
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
