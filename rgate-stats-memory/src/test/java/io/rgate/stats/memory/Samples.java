package io.rgate.stats.memory;

import io.rgate.api.Trail;
import io.rgate.spi.Sample;
import java.time.Instant;

/** Samples of which only the status and the latency matter. */
final class Samples {
  private Samples() {}

  static Sample sample(int status, long nanos) {
    return new Sample(
        Instant.EPOCH,
        "GET",
        null,
        status,
        nanos,
        nanos,
        0,
        0,
        Sample.Outcome.COMPLETED,
        Trail.NONE);
  }
}
