package io.rgate.stats.memory;

import io.rgate.spi.Sample;
import java.time.Instant;

/** Samples of which only the status and the latency matter. */
final class Samples {
  private Samples() {}

  static Sample sample(int status, long nanos) {
    return Sample.builder().start(Instant.EPOCH).status(status).nanos(nanos, nanos).build();
  }
}
