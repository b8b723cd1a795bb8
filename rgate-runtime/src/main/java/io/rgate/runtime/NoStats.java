package io.rgate.runtime;

import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;

/** Measures nothing. */
enum NoStats implements StatsSink {
  INSTANCE;

  @Override
  public void record(Sample sample) {
    // Statistics are turned off.
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
