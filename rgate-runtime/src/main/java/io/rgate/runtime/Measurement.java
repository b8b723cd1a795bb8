package io.rgate.runtime;

import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one exchange: begins when the exchange does, ends as a {@link Sample} in the
 * sink. For one thread.
 */
final class Measurement {
  private static final int CLIENT_CLOSED_REQUEST = 499;
  private static final int BAD_GATEWAY = 502;

  private final Meter meter;
  private final String method;
  private final Instant startedAt = Instant.now();
  private final long start = System.nanoTime();
  private @Nullable Request request;

  /** Starts the clock; see {@link Meter#begin}. */
  Measurement(Meter meter, String method) {
    this.meter = meter;
    this.method = method;
  }

  /** Takes the request, once its head could be read. */
  void of(Request read) {
    request = read;
  }

  /** Stops the clock and records how {@code writer} got on with {@code response}. */
  void end(Response response, ResponseWriter writer, Outcome outcome) {
    long first = writer.firstByteNanos();
    meter
        .sink()
        .record(
            new Sample(
                startedAt,
                method,
                request != null && meter.recordPath() ? request.path() : null,
                status(response, outcome),
                first == 0 ? 0 : first - start,
                System.nanoTime() - start,
                bytesIn(),
                writer.bytes(),
                outcome,
                response.trail()));
  }

  private long bytesIn() {
    return request != null && request.body().stream() instanceof ClientBody body ? body.bytes() : 0;
  }

  /** What counts: an answer that its client never had whole is no success, whatever it began as. */
  private static int status(Response response, Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> response.status();
      case CLIENT_GONE -> CLIENT_CLOSED_REQUEST;
      case ORIGIN_CUT -> BAD_GATEWAY;
    };
  }
}
