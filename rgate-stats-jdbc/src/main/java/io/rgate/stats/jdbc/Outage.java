package io.rgate.stats.jdbc;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs that the database cannot be used: at once, then after 1, 2, 4… minutes and finally every
 * hour; also when the reason changes, and when the database can be used again.
 */
final class Outage {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

  private final String database;
  private long since;
  private long lastLine;
  private Duration pause = FIRST_PAUSE;
  private long failures;
  private volatile @Nullable Trouble trouble;

  /** Makes an outage that has not begun; {@code database} is a name without secrets. */
  Outage(String database) {
    this.database = database;
  }

  /** Whether the database cannot be used; any thread may call it. */
  boolean away() {
    return trouble != null;
  }

  /**
   * The reason and how to mend it, in one line; empty if there is no outage; any thread may call
   * it.
   */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(this::describe);
  }

  private String describe(Trouble now) {
    return "the statistics' database "
        + database
        + " cannot be used: "
        + now.reason()
        + "; "
        + now.cure();
  }

  /** Records a failure, with {@code waiting} samples to be stored. */
  void failed(Throwable e, long waiting) {
    LOG.log(DEBUG, "the statistics' database failed", e);
    Trouble now = Trouble.of(e);
    Trouble before = trouble;
    trouble = now;
    long moment = System.nanoTime();
    if (before == null) {
      since = moment;
      failures = 1;
      pause = FIRST_PAUSE;
      tell(now, moment, "requests are counted in memory until it can be");
      return;
    }
    failures++;
    Duration silent = Duration.ofNanos(moment - lastLine);
    if (silent.compareTo(pause) >= 0) {
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
      tell(now, moment, soFar(moment, waiting));
    } else if (!now.reason().equals(before.reason()) && silent.compareTo(SHORTEST_PAUSE) >= 0) {
      tell(now, moment, soFar(moment, waiting));
    }
  }

  private String soFar(long moment, long waiting) {
    return failures
        + " tries in "
        + seconds(moment)
        + " s; "
        + waiting
        + " requests are counted in memory until it can be";
  }

  private void tell(Trouble now, long moment, String rest) {
    lastLine = moment;
    LOG.log(WARNING, describe(now) + "; " + rest);
  }

  /** Records a success. */
  void succeeded() {
    if (trouble != null) {
      trouble = null;
      LOG.log(
          INFO,
          "the statistics' database "
              + database
              + " can be used again, after "
              + seconds(System.nanoTime())
              + " s");
    }
  }

  private long seconds(long now) {
    return Duration.ofNanos(now - since).toSeconds();
  }
}
