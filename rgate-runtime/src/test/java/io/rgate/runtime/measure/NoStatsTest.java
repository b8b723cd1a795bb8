package io.rgate.runtime.measure;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.StatsSinkContract;

/** Measuring nothing keeps the contract too. */
class NoStatsTest extends StatsSinkContract {
  @Override
  protected StatsSink create() {
    return NoStats.INSTANCE;
  }
}
