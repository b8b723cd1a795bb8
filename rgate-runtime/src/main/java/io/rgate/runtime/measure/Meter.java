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
 * Begins measurements, and counts those that are about to be recorded: when a client has read its
 * response to the end, the statistics include it.
 */
public final class Meter {
  /** Measures nothing; for requests that are not counted. */
  public static final Meter NONE = new Meter(NoStats.INSTANCE, false);

  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  /** The method in a sample if the bytes were no request. */
  private static final String NO_METHOD = "-";

  private final StatsSink sink;
  private final boolean recordPath;
  private final LongAdder ended = new LongAdder();
  private final LongAdder recorded = new LongAdder();

  /**
   * Makes measurements that are recorded in {@code sink}.
   *
   * @param recordPath whether samples contain the request's raw path
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

  /** Records an answer that a front gave itself. */
  public void refused(int status) {
    sink.record(
        new Sample(
            Instant.now(), NO_METHOD, null, status, 0, 0, 0, 0, Outcome.COMPLETED, Attempts.NONE));
  }

  /** Called before the last byte of a response is sent. */
  void ending() {
    ended.increment();
  }

  /** Called when the measurement of such a response is in the sink. */
  void recorded() {
    recorded.increment();
  }

  /** Waits until all measurements that have ended up to now are recorded; for a limited time. */
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
