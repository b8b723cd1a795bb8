package io.rgate.runtime.measure;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.runtime.errors.Causes;
import io.rgate.runtime.plugin.Bounded;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Wraps a sink so that an exception costs at most one line in the log each minute and never a
 * request. The first line has a stack trace, unless an operator can mend the cause, such as a full
 * disk.
 */
public final class GuardedSink implements StatsSink {
  private static final System.Logger LOG = System.getLogger(GuardedSink.class.getName());
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final StatsSink sink;
  private final String name;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

  /** Wraps {@code sink}. */
  public GuardedSink(StatsSink sink) {
    this.sink = sink;
    this.name = sink.getClass().getName();
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
        log("failed to record " + count + " requests, statistics are incomplete", e, count == 1);
      }
    }
  }

  @Override
  public Optional<String> trouble() {
    try {
      return sink.trouble();
    } catch (RuntimeException | Error e) {
      return Optional.of("the statistics' sink " + name + " failed: " + e.getClass().getName());
    }
  }

  @Override
  public void close() {
    Bounded.close("sink " + name, sink::close, sink::closeWithin);
  }

  private void log(String what, Throwable e, boolean withStack) {
    String line = "the statistics' sink " + name + " " + what + ": ";
    IOException operators = Causes.find(e, IOException.class);
    if (operators != null) {
      // With the class's name, because the message of a file's exception is often only the path.
      LOG.log(WARNING, line + operators.getClass().getSimpleName() + ": " + operators.getMessage());
    } else if (withStack) {
      LOG.log(WARNING, line + e, e);
    } else {
      LOG.log(WARNING, line + e);
    }
  }
}
