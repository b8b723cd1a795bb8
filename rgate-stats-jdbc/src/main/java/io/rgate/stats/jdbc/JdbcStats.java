package io.rgate.stats.jdbc;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import io.rgate.api.StatusException;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps statistics in a database, where they survive a restart and add up over all gateways that
 * share it; safe for use by many threads.
 *
 * <p>A request waits for nothing: its sample goes into a bounded queue, is added up with others and
 * stored about once a second, each of them once even if the answer to a commit was lost. With the
 * database away the samples are added up in memory until it is back. What finds no room is dropped
 * and counted. Counts, sums and the average are exact, percentiles are off by at most 0.79 %.
 *
 * <p>Who asks has everything stored that was recorded before, and gets what the database says then.
 */
public final class JdbcStats implements StatsSink, StatsSource {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final Intake intake;
  private final Store store;
  private final BatchWriter writer;
  private final Duration closeWithin;

  private JdbcStats(Builder settings) {
    intake = new Intake(settings.queue);
    store = Store.at(settings.url, settings.user, settings.password);
    writer = new BatchWriter(intake, store, settings.flushEvery);
    closeWithin = settings.closeWithin;
  }

  /** A builder with every default in force. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void record(Sample sample) {
    intake.offer(sample);
  }

  @Override
  public StatsSnapshot snapshot() {
    return asked(() -> store.total().snapshot());
  }

  @Override
  public Optional<StatsDetail> detail() {
    return asked(() -> {
      Store.Stored stored = store.bySeries();
      return Optional.of(stored.tallies().detail(Map.of(), stored.dropped()));
    });
  }

  /** What is asked of the database. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  private <T> T asked(Question<T> question) {
    try {
      if (writer.flush().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return question.ask();
      }
      throw new StatusException(503, "the statistics' database is away");
    } catch (SQLException | ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "statistics could not be read", e);
      throw new StatusException(503, "the statistics' database cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(503, "interrupted");
    }
  }

  /** The time that was set, and a moment to give up the connections. */
  @Override
  public Duration closeWithin() {
    return closeWithin.plusSeconds(2);
  }

  /** Stores what is there, within the time that was set, and gives up every connection. */
  @Override
  public void close() {
    intake.close();
    writer.close(closeWithin);
    store.close();
  }

  /** Says where statistics are kept, and how. */
  public static final class Builder {
    /** Where nothing else is said: H2, in files in the working directory. */
    static final String URL = "jdbc:h2:file:./rgate-stats";

    static final int QUEUE = 65_536;
    static final Duration FLUSH_EVERY = Duration.ofSeconds(1);
    static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private String url = URL;
    private @Nullable String user;
    private @Nullable String password;
    private int queue = QUEUE;
    private Duration flushEvery = FLUSH_EVERY;
    private Duration closeWithin = CLOSE_WITHIN;

    private Builder() {}

    /**
     * Keeps statistics there; without it in files of H2 in the working directory.
     *
     * @throws IllegalArgumentException if no JDBC driver on the path takes that URL
     */
    public Builder url(String where) {
      try {
        DriverManager.getDriver(where);
      } catch (SQLException e) {
        // Not the whole URL, which may hold a password.
        String kind = where.split("[/?;@]", 2)[0];
        throw new IllegalArgumentException("no JDBC driver on the path takes '" + kind + "…'", e);
      }
      url = where;
      return this;
    }

    /** Logs in as that user; without it as the URL says. */
    public Builder login(String name, String secret) {
      user = name;
      password = secret;
      return this;
    }

    /** Lets at most that many samples wait to be added up; without it 65,536. */
    public Builder queue(int length) {
      if (length < 1) {
        throw new IllegalArgumentException("queue must be 1 or more, was " + length);
      }
      queue = length;
      return this;
    }

    /** Stores at least that often; without it every second. */
    public Builder flushEvery(Duration pause) {
      flushEvery = positive("flushEvery", pause);
      return this;
    }

    /** Waits that long for the database when it is closed; without it 5 seconds. */
    public Builder closeWithin(Duration patience) {
      closeWithin = positive("closeWithin", patience);
      return this;
    }

    private static Duration positive(String name, Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException(name + " must be 1 ms or more, was " + value);
      }
      return value;
    }

    /** A sink that runs. The database need not be there. */
    public JdbcStats build() {
      JdbcStats stats = new JdbcStats(this);
      stats.intake.start();
      stats.writer.start();
      return stats;
    }
  }
}
