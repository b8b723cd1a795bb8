package io.rgate.stats.memory;

import io.rgate.testkit.StatsLoad;
import org.junit.jupiter.api.Test;

class MillionSamplesTest {

  @Test
  void aMillionSamplesOf64ThreadsAreCountedExactlyAndTheirPercentilesAreRight() throws Exception {
    try (MemoryStats stats = MemoryStats.create()) {
      StatsLoad load = StatsLoad.of(64, 1_000_000);

      load.recordInto(stats);

      load.assertToldBy(stats);
    }
  }
}
