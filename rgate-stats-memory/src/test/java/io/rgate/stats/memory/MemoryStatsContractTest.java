package io.rgate.stats.memory;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.StatsSinkContract;

class MemoryStatsContractTest extends StatsSinkContract {
  @Override
  protected StatsSink create() {
    return MemoryStats.create();
  }
}
