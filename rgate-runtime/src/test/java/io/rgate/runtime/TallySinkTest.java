package io.rgate.runtime;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.StatsSinkContract;

/** What the tests count with keeps the contract too. */
class TallySinkTest extends StatsSinkContract {
  @Override
  protected StatsSink create() {
    return new TallySink();
  }
}
