package io.rgate.spi;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
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
}
