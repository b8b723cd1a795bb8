package io.rgate.runtime;

import io.rgate.spi.StatsSink;

/**
 * Begins measurements.
 *
 * @param sink where they end
 * @param recordPath whether they have the request's raw path
 */
record Meter(StatsSink sink, boolean recordPath) {
  /** Measures nothing: for requests that are not counted. */
  static final Meter NONE = new Meter(NoStats.INSTANCE, false);

  /** Starts the clock of a request. */
  Measurement begin(String method) {
    return new Measurement(this, method);
  }
}
