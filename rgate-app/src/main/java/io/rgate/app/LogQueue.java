package io.rgate.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Puts log lines into a queue of limited length; a thread of its own writes them. So a log that is
 * not read, such as a full pipe, delays no thread that logs. Lines that do not fit are dropped and
 * counted, and the count is logged when there is room again. Safe for use by several threads.
 */
final class LogQueue extends Handler {
  private static final int CAPACITY = 2_000;
  private static final Duration FLUSH_WITHIN = Duration.ofSeconds(2);

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(CAPACITY);

  /** How many lines were accepted but not written yet. */
  private final AtomicInteger pending = new AtomicInteger();

  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;

  LogQueue(OutputStream out) {
    this.out = out;
    // A platform thread, because a write to a pipe blocks the carrier of a virtual thread.
    Thread.ofPlatform().daemon().name("rgate-log").start(this::write);
  }

  @Override
  public void publish(LogRecord logged) {
    if (!isLoggable(logged)) {
      return;
    }
    String line;
    try {
      line = getFormatter().format(logged);
    } catch (RuntimeException e) {
      reportError(null, e, ErrorManager.FORMAT_FAILURE);
      return;
    }
    pending.incrementAndGet();
    if (!lines.offer(line)) {
      dropped.incrementAndGet();
      pending.decrementAndGet();
    }
  }

  private void write() {
    List<String> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(lines.take());
        lines.drainTo(batch);
        write(String.join("", batch));
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          write(getFormatter().format(loss(lost)));
        }
        pending.addAndGet(-batch.size());
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LogRecord loss(long lost) {
    LogRecord logged =
        new LogRecord(
            Level.WARNING, lost + " log lines were dropped, because the log was not read in time");
    logged.setLoggerName(LogQueue.class.getName());
    return logged;
  }

  private void write(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // The log is closed, so this cannot be reported.
    }
  }

  /** Waits until all lines so far are written, for at most two seconds. */
  @Override
  public void flush() {
    flush(FLUSH_WITHIN);
  }

  /** Waits until all lines so far are written, for at most {@code within}. */
  void flush(Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    try {
      while (pending.get() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same as a flush; java.util.logging calls it when the process ends. */
  @Override
  public void close() {
    flush();
  }
}
