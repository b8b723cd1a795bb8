package io.rgate.runtime.measure;

import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;

/** Measures nothing. */
public enum NoStats implements StatsSink {
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
