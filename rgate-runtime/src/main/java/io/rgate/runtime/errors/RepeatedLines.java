package io.rgate.runtime.errors;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits repeated lines of a log when something fails thousands of times a second. Of each kind of
 * line, the first few in ten seconds are written and the others are counted; the count is written
 * every ten seconds. A kind without a line for ten seconds starts again from zero. Lines below INFO
 * are all written.
 *
 * <p>Safe for use by many threads. Takes memory for at most {@link #MOST_KINDS} kinds; further
 * kinds share one count. No line is written while the lock is held, so a slow log delays only the
 * threads that write to it.
 */
public final class RepeatedLines {
  /** How many kinds are counted separately. */
  static final int MOST_KINDS = 1000;

  private static final int FIRST_FEW = 5;
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final Kind OTHERS = new Kind(WARNING, "several");

  /** Runs a task later. */
  @FunctionalInterface
  interface Timer {

    /** Runs {@code task} when {@code delay} has passed, on another thread. */
    void after(Duration delay, Runnable task);
  }

  /** Receives a line. */
  @FunctionalInterface
  public interface Log {

    /** Writes {@code line} with {@code level}. */
    void write(Level level, String line);
  }

  private record Kind(Level level, String words) {}

  private record Line(Level level, String text) {}

  /** The lines of one kind in one period. */
  private static final class Count {
    private final long begin;

    /** How many lines may still be written. */
    private int left;

    private long more;

    Count(long begin, int left) {
      this.begin = begin;
      this.left = left;
    }

    boolean isOver(long now) {
      return now - begin >= SPAN.toNanos();
    }
  }

  private final Log log;
  private final LongSupplier nanoTime;
  private final Timer timer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Kind, Count> counts = new HashMap<>();

  /** Writes to {@code log}, with the clock and the timer of the process. */
  public RepeatedLines(Log log) {
    this(log, System::nanoTime, RepeatedLines::later);
  }

  /** Writes to {@code log}, with a clock and a timer from the caller. */
  public RepeatedLines(Log log, LongSupplier nanoTime, Timer timer) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.timer = timer;
  }

  private static void later(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(
            delay.toNanos(), TimeUnit.NANOSECONDS, run -> Thread.ofVirtual().start(run))
        .execute(task);
  }

  /**
   * Writes {@code line} or counts it.
   *
   * @param kind what the lines have in common, in words that fit the line with the count
   */
  public void log(Level level, String kind, Supplier<String> line) {
    List<Line> due = new ArrayList<>(1);
    if (level.getSeverity() < INFO.getSeverity() || take(new Kind(level, kind), due)) {
      due.add(new Line(level, line.get()));
    }
    write(due);
  }

  private void write(List<Line> due) {
    due.forEach(line -> log.write(line.level, line.text));
  }

  /** Writes the counts that have not been written yet; called at the end. */
  public void flush() {
    List<Line> due = new ArrayList<>();
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      counts.forEach((kind, count) -> tell(kind, count, now, due));
      counts.clear();
    } finally {
      lock.unlock();
    }
    write(due);
  }

  /** How many kinds there are now. */
  int kinds() {
    lock.lock();
    try {
      return counts.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the line is to be written. */
  private boolean take(Kind kind, List<Line> due) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      Kind counted = counted(kind, now);
      Count count = counts.get(counted);
      if (count == null || count.isOver(now)) {
        count = count == null ? new Count(now, FIRST_FEW) : next(counted, count, now, due);
        counts.put(counted, count);
      }
      if (count.left > 0) {
        count.left--;
        return true;
      }
      count.more++;
      if (count.more == 1) {
        awaitEnd(counted, count, now);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** The kind under which the line is counted: its own, if there is memory for it. */
  private Kind counted(Kind kind, long now) {
    if (counts.size() >= MOST_KINDS && !counts.containsKey(kind)) {
      counts.values().removeIf(count -> count.more == 0 && count.isOver(now));
      return counts.size() >= MOST_KINDS ? OTHERS : kind;
    }
    return kind;
  }

  /**
   * The count of the period after {@code over}. If it follows directly, no line of it is written.
   */
  private static Count next(Kind kind, Count over, long now, List<Line> due) {
    tell(kind, over, now, due);
    boolean goesOn = over.more > 0 && now - over.begin < 2 * SPAN.toNanos();
    return goesOn ? new Count(over.begin + SPAN.toNanos(), 0) : new Count(now, FIRST_FEW);
  }

  private void awaitEnd(Kind kind, Count count, long now) {
    timer.after(Duration.ofNanos(count.begin + SPAN.toNanos() - now), () -> end(kind, count));
  }

  /** Writes the count at the end of a period, even if no further line comes. */
  private void end(Kind kind, Count count) {
    List<Line> due = new ArrayList<>(1);
    lock.lock();
    try {
      if (counts.get(kind) == count) {
        long now = nanoTime.getAsLong();
        counts.put(kind, next(kind, count, now, due));
      }
    } finally {
      lock.unlock();
    }
    write(due);
  }

  private static void tell(Kind kind, Count count, long now, List<Line> due) {
    if (count.more > 0) {
      long seconds =
          Math.min(SPAN.toSeconds(), Math.max(1, Duration.ofNanos(now - count.begin).toSeconds()));
      due.add(
          new Line(
              kind.level,
              String.format(
                  Locale.ROOT,
                  "… %,d more like this in %d s: %s",
                  count.more,
                  seconds,
                  kind.words)));
    }
  }
}
