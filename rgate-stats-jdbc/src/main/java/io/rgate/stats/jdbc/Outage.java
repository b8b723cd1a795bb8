package io.rgate.stats.jdbc;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.time.Duration;

/** Tells the log when the database goes away, once a minute while it is, and when it is back. */
final class Outage {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());
  private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();

  private long since;
  private long nextLine;
  private volatile boolean away;

  /** Whether the database is away; for any thread. */
  boolean away() {
    return away;
  }

  /** Takes a failure, with {@code waiting} samples to be stored. */
  void failed(Exception e, long waiting) {
    long now = System.nanoTime();
    if (!away) {
      since = now;
      nextLine = now;
      away = true;
    }
    if (now - nextLine >= 0) {
      nextLine = now + LINE_EVERY;
      LOG.log(
          WARNING,
          "the statistics'' database is away since {0} s; {1} samples wait in memory: {2}",
          seconds(now),
          waiting,
          reason(e));
    }
  }

  /** One line: what a driver says of a batch has all of its SQL in it, and the reason behind. */
  private static String reason(Exception e) {
    Exception last = e;
    while (last instanceof SQLException sql && sql.getNextException() != null) {
      last = sql.getNextException();
    }
    String message = String.valueOf(last.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  void succeeded() {
    if (away) {
      LOG.log(INFO, "the statistics'' database is back after {0} s", seconds(System.nanoTime()));
      away = false;
    }
  }

  private long seconds(long now) {
    return Duration.ofNanos(now - since).toSeconds();
  }
}
