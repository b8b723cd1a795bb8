package io.rgate.runtime;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sink that may throw, or hang when it is closed: that costs a line in the log that names it, one
 * a minute at most, never a request.
 */
final class GuardedSink implements StatsSink {
  private static final System.Logger LOG = System.getLogger(GuardedSink.class.getName());
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final StatsSink sink;
  private final String name;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

  GuardedSink(StatsSink sink) {
    this.sink = sink;
    this.name = "sink " + sink.getClass().getName();
  }

  @Override
  public void record(Sample sample) {
    try {
      sink.record(sample);
    } catch (RuntimeException | Error e) {
      long count = failures.incrementAndGet();
      long now = System.nanoTime();
      long due = nextLine.get();
      if (now - due >= 0 && nextLine.compareAndSet(due, now + PAUSE)) {
        LOG.log(WARNING, "statistics are incomplete: " + name + " failed " + count + " times", e);
      }
    }
  }

  @Override
  public void close() {
    Bounded.close(name, sink::close, sink::closeWithin);
  }
}
