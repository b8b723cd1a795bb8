package io.rgate.runtime;

import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import io.rgate.spi.StatsSink;
import java.time.Instant;

/**
 * The measurement of one exchange: begins when the exchange does, ends as a {@link Sample} in the
 * sink. For one thread.
 */
final class Measurement {
  private static final int CLIENT_CLOSED_REQUEST = 499;
  private static final int BAD_GATEWAY = 502;

  private final StatsSink sink;
  private final String method;
  private final Instant startedAt = Instant.now();
  private final long start = System.nanoTime();

  private Measurement(StatsSink sink, String method) {
    this.sink = sink;
    this.method = method;
  }

  /** Starts the clock of a request that {@code sink} is to be told about. */
  static Measurement begin(StatsSink sink, String method) {
    return new Measurement(sink, method);
  }

  /** Starts no clock: for requests that are not counted. */
  static Measurement none() {
    return new Measurement(NoStats.INSTANCE, "");
  }

  /** Takes the request, once its head could be read. */
  void of(Request request) {
    // Nothing of it is in a sample yet.
  }

  /** Stops the clock and records how {@code writer} got on with {@code response}. */
  void end(Response response, ResponseWriter writer, Outcome outcome) {
    long first = writer.firstByteNanos();
    sink.record(
        new Sample(
            startedAt,
            method,
            status(response, outcome),
            first == 0 ? 0 : first - start,
            System.nanoTime() - start,
            writer.bytes(),
            outcome,
            response.trail()));
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
