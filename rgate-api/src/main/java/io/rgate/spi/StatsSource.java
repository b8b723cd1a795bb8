package io.rgate.spi;

import io.rgate.api.StatsSnapshot;

/** Tells the traffic so far; safe for use by several threads. */
public interface StatsSource {

  /** The traffic up to now; every sample whose recording has returned is in it. */
  StatsSnapshot snapshot();
}
