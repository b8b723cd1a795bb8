package io.rgate.spi;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
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
}
