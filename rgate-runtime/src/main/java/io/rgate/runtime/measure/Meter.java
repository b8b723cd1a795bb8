package io.rgate.runtime.measure;

import io.rgate.api.Attempts;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import io.rgate.spi.StatsSink;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Begins measurements, and knows which of them are about to be recorded: a client that has read its
 * response to the end finds it counted.
 */
public final class Meter {
  /** Measures nothing: for requests that are not counted. */
  public static final Meter NONE = new Meter(NoStats.INSTANCE, false);

  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  /** The method of what was no request. */
  private static final String NO_METHOD = "-";

  private final StatsSink sink;
  private final boolean recordPath;
  private final LongAdder ended = new LongAdder();
  private final LongAdder recorded = new LongAdder();

  /**
   * Measurements that end in {@code sink}.
   *
   * @param recordPath whether they have the request's raw path
   */
  Meter(StatsSink sink, boolean recordPath) {
    this.sink = sink;
    this.recordPath = recordPath;
  }

  StatsSink sink() {
    return sink;
  }

  boolean recordPath() {
    return recordPath;
  }

  /** Starts the clock of a request. */
  public Measurement begin(String method, ExchangeScope scope) {
    return new Measurement(this, method, scope);
  }

  /** Counts what a front has answered itself. */
  public void refused(int status) {
    sink.record(
        new Sample(
            Instant.now(), NO_METHOD, null, status, 0, 0, 0, 0, Outcome.COMPLETED, Attempts.NONE));
  }

  /** The last byte of a response is about to be sent. */
  void ending() {
    ended.increment();
  }

  /** The measurement of a response whose end was told is with the sink. */
  void recorded() {
    recorded.increment();
  }

  /**
   * Waits until as many measurements are recorded as have ended up to now; for a moment at most.
   */
  void settle() {
    long wanted = ended.sum();
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    try {
      while (recorded.sum() < wanted && System.nanoTime() < deadline) {
        TimeUnit.MICROSECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
