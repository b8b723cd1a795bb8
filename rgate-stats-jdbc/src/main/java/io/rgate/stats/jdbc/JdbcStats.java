package io.rgate.stats.jdbc;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import io.rgate.spi.StatsSource.StatsUnavailableException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps statistics in a database, where they survive a restart and add up over all gateways that
 * share it; safe for use by many threads.
 *
 * <p>A request never waits: its sample goes into a bounded queue, is added up with others and
 * stored about once a second. Each sample is stored once, even if the answer to a commit was lost.
 * While the database is away, the samples are added up in memory. Samples without room are dropped
 * and counted. Counts, sums and the average are exact; percentiles are off by at most 0.79 %.
 *
 * <p>A query first stores all samples recorded before it, and then reads the database. A process
 * that is killed loses unstored samples: at most those of the last {@code flushEvery}.
 */
public final class JdbcStats implements StatsSink, StatsSource {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final Intake intake;
  private final Store store;
  private final Outage outage;
  private final BatchWriter writer;
  private final Duration closeWithin;
  private final Duration forgetEndpointsAfter;
  private final InstantSource clock;

  private JdbcStats(Builder settings) {
    intake = new Intake(settings.queue, settings.clock);
    store = Store.at(settings.url, settings.user, settings.password);
    outage = new Outage(DatabaseName.of(settings.url));
    writer = new BatchWriter(intake, store, settings.flushEvery, outage, settings.clock);
    closeWithin = settings.closeWithin;
    forgetEndpointsAfter = settings.forgetEndpointsAfter;
    clock = settings.clock;
  }

  /** A builder with the default settings. */
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
      Store.Stored stored = store.bySeries(clock.instant(), forgetEndpointsAfter);
      return Optional.of(stored.tallies().detail(stored.windows(), stored.dropped()));
    });
  }

  /** The reason why the database cannot be used, if the last try failed. */
  @Override
  public Optional<String> trouble() {
    return outage.trouble();
  }

  /** A query to the database. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  /**
   * Runs a query on another thread. If the caller's thread read the file itself, its interrupt
   * would make H2 close the file.
   */
  private <T> T asked(Question<T> question) {
    FutureTask<T> answer = new FutureTask<>(() -> answer(question));
    Thread.ofVirtual().name("rgate-stats-question").start(answer);
    try {
      return answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StatsUnavailableException known
          ? known
          : unavailable(e.getCause());
    } catch (TimeoutException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatsUnavailableException("interrupted while the statistics' database was asked");
    }
  }

  /** The configured time, and a little more to close the connections. */
  @Override
  public Duration closeWithin() {
    return closeWithin.plusSeconds(2);
  }

  private <T> T answer(Question<T> question) throws Exception {
    if (writer.flush().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      return question.ask();
    }
    throw new StatsUnavailableException(
        outage.trouble().orElse("the statistics' database cannot be used"));
  }

  private static StatsUnavailableException unavailable(@Nullable Throwable why) {
    LOG.log(System.Logger.Level.DEBUG, "statistics could not be read", why);
    String reason =
        why == null || why instanceof TimeoutException
            ? "no answer within " + ANSWER_WITHIN.toSeconds() + " s"
            : Trouble.of(why).reason();
    return new StatsUnavailableException("the statistics' database cannot be read: " + reason);
  }

  /** Stores the samples that are left, within the configured time, and closes all connections. */
  @Override
  public void close() {
    intake.close();
    writer.close(closeWithin);
    store.close();
  }

  /** Collects the settings of a sink. */
  public static final class Builder {
    /** The default: H2, in files in the working directory. */
    static final String URL = "jdbc:h2:file:./rgate-stats";

    static final int QUEUE = 65_536;
    static final Duration FLUSH_EVERY = Duration.ofSeconds(1);
    static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    static final Duration FORGET_ENDPOINTS_AFTER = Duration.ofHours(1);

    private String url = URL;
    private @Nullable String user;
    private @Nullable String password;
    private int queue = QUEUE;
    private Duration flushEvery = FLUSH_EVERY;
    private Duration closeWithin = CLOSE_WITHIN;
    private Duration forgetEndpointsAfter = FORGET_ENDPOINTS_AFTER;

    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /**
     * Sets the database; the default is files of H2 in the working directory.
     *
     * @throws IllegalArgumentException if no JDBC driver on the path accepts that URL
     */
    public Builder url(String where) {
      Objects.requireNonNull(where, "url");
      try {
        DriverManager.getDriver(where);
      } catch (SQLException e) {
        // Not the whole URL, because it may contain a password.
        String kind = where.split("[/?;@]", 2)[0];
        throw new IllegalArgumentException("no JDBC driver on the path takes '" + kind + "…'", e);
      }
      url = where;
      return this;
    }

    /** Sets user and password; the default is what the URL contains. */
    public Builder login(String name, String secret) {
      user = Objects.requireNonNull(name, "name");
      password = Objects.requireNonNull(secret, "secret");
      return this;
    }

    /** Sets how many samples may wait to be added up; the default is 65,536. */
    public Builder queue(int length) {
      if (length < 1) {
        throw new IllegalArgumentException("queue must be 1 or more, was " + length);
      }
      queue = length;
      return this;
    }

    /** Sets how often samples are stored at least; the default is every second. */
    public Builder flushEvery(Duration pause) {
      flushEvery = positive("flushEvery", pause);
      return this;
    }

    /** Sets how long a close waits for the database; the default is 5 seconds. */
    public Builder closeWithin(Duration patience) {
      closeWithin = positive("closeWithin", patience);
      return this;
    }

    /**
     * Sets after which time without a request an endpoint is counted together with the others of
     * its route, as {@code (others)}; the default is an hour. After a new request it is counted
     * separately again.
     */
    public Builder forgetEndpointsAfter(Duration idle) {
      forgetEndpointsAfter = positive("forgetEndpointsAfter", idle);
      return this;
    }

    /** Sets the clock; for tests. */
    Builder clock(InstantSource time) {
      clock = time;
      return this;
    }

    private static Duration positive(String name, Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException(name + " must be 1 ms or more, was " + value);
      }
      return value;
    }

    /** Makes a running sink. The database need not be available. */
    public JdbcStats build() {
      JdbcStats stats = new JdbcStats(this);
      stats.intake.start();
      stats.writer.start();
      return stats;
    }
  }
}
