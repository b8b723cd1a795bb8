package io.rgate.runtime.measure;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempts;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.runtime.errors.FailureLine;
import io.rgate.runtime.errors.RepeatedLines;
import io.rgate.runtime.exchange.ClientBody;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one exchange: begins when the exchange does, ends as a {@link Sample} in the
 * sink. For one thread.
 */
public final class Measurement {
  private static final System.Logger LOG = System.getLogger(Measurement.class.getName());
  private static final RepeatedLines CUTS = new RepeatedLines(LOG::log);
  private static final int CLIENT_CLOSED_REQUEST = 499;
  private static final int BAD_GATEWAY = 502;

  private final Meter meter;
  private final String method;
  private final ExchangeScope scope;
  private final Instant startedAt = Instant.now();
  private final long start = System.nanoTime();
  private @Nullable Request request;
  private boolean ending;

  /** What became of a response. */
  public interface Written {
    /** How many bytes of content were written. */
    long bytes();

    /** When the head had been written, on the clock of {@link System#nanoTime()}; 0 before. */
    long firstByteNanos();

    /** What the content's stream broke off with, or null if it did not. */
    @Nullable IOException broken();
  }

  /** Starts the clock; see {@link Meter#begin}. */
  Measurement(Meter meter, String method, ExchangeScope scope) {
    this.meter = meter;
    this.method = method;
    this.scope = scope;
  }

  /** Takes the request, once its head could be read. */
  public void of(Request read) {
    request = read;
  }

  /** Says that the last byte is about to be sent, so that who asks next waits for the record. */
  public void ending() {
    ending = true;
    meter.ending();
  }

  /** Stops the clock and records how {@code writer} got on with {@code response}. */
  public void end(Response response, Written writer, Outcome outcome) {
    long first = writer.firstByteNanos();
    long end = System.nanoTime();
    IOException broken = writer.broken();
    Attempts tried =
        broken == null ? response.attempts() : brokenOff(response.attempts(), broken, end - first);
    Sample sample =
        new Sample(
            startedAt,
            method,
            path(),
            status(response, outcome),
            first == 0 ? 0 : first - start,
            end - start,
            bytesIn(),
            writer.bytes(),
            outcome,
            tried);
    meter.sink().record(sample);
    scope.ended(sample);
    if (ending) {
      meter.recorded();
    }
    if (broken != null && outcome == Outcome.ORIGIN_CUT) {
      logCut(tried, broken, writer.bytes());
    }
  }

  private void logCut(Attempts tried, IOException broken, long bytes) {
    Request cut = request;
    if (cut != null) {
      CUTS.log(
          WARNING,
          FailureLine.kind(tried, BAD_GATEWAY),
          () -> FailureLine.cut(cut, bytes, tried, broken));
    }
  }

  private @Nullable String path() {
    return request != null && meter.recordPath() ? request.path() : null;
  }

  /** Writes the numbers of broken answers that were not told yet. */
  public static void flush() {
    CUTS.flush();
  }

  /** The head had come when the content broke off: that was how far the last attempt got. */
  private static Attempts brokenOff(Attempts tried, IOException why, long nanosSinceHead) {
    Failure failure =
        switch (why) {
          case SocketTimeoutException e -> Failure.TIMEOUT;
          case ProtocolException e -> Failure.INVALID;
          default -> Failure.CLOSED;
        };
    return tried.lastFailed(failure, nanosSinceHead);
  }

  private long bytesIn() {
    ClientBody content = scope.content();
    return content == null ? 0 : content.bytes();
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
