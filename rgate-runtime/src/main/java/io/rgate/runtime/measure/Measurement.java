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
 * The measurement of one exchange: begins with the exchange, and ends as a {@link Sample} in the
 * sink. For one thread.
 */
public final class Measurement {
  private static final System.Logger LOG = System.getLogger(Measurement.class.getName());
  private static final RepeatedLines CUTS = new RepeatedLines(LOG::log);
  private static final int BAD_GATEWAY = 502;

  private final Meter meter;
  private final String method;
  private final ExchangeScope scope;
  private final Instant startedAt = Instant.now();
  private final long start = System.nanoTime();
  private @Nullable Request request;
  private boolean ending;

  /** What was written of a response. */
  public interface Written {
    /** How many bytes of content, or of a tunnel, were written. */
    long bytes();

    /** How many bytes of a tunnel the client has sent. */
    default long bytesIn() {
      return 0;
    }

    /** When the head was written, on the clock of {@link System#nanoTime()}; 0 before that. */
    long firstByteNanos();

    /** The exception that ended the content's stream early, or null. */
    @Nullable IOException broken();
  }

  /** Starts the clock; see {@link Meter#begin}. */
  Measurement(Meter meter, String method, ExchangeScope scope) {
    this.meter = meter;
    this.method = method;
    this.scope = scope;
  }

  /** Sets the request, after its head was read. */
  public void of(Request read) {
    request = read;
  }

  /**
   * Called before the last byte is sent, so that a later request for the statistics waits for the
   * record.
   */
  public void ending() {
    ending = true;
    meter.ending();
  }

  /** Stops the clock and records what {@code writer} wrote of {@code response}. */
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
            bytesIn() + writer.bytesIn(),
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

  /** Writes the counts of broken answers that have not been logged yet. */
  public static void flush() {
    CUTS.flush();
  }

  /** The content ended early after the head was read: that is how far the last attempt got. */
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

  /** The status to record: an incomplete answer is no success, even if its head said so. */
  private static int status(Response response, Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> response.status();
      case CLIENT_GONE -> ExchangeScope.CLIENT_CLOSED_REQUEST;
      case ORIGIN_CUT -> BAD_GATEWAY;
    };
  }
}
