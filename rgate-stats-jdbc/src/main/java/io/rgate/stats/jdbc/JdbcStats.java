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
 * <p>A request waits for nothing: its sample goes into a bounded queue, is added up with others and
 * stored about once a second, each of them once even if the answer to a commit was lost. With the
 * database away the samples are added up in memory until it is back. What finds no room is dropped
 * and counted. Counts, sums and the average are exact, percentiles are off by at most 0.79 %.
 *
 * <p>A question first stores what was recorded before it, and then reads the database. A process
 * that is killed loses what was not stored yet: at most the samples of the last {@code flushEvery}.
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
      Store.Stored stored = store.bySeries(clock.instant(), forgetEndpointsAfter);
      return Optional.of(stored.tallies().detail(stored.windows(), stored.dropped()));
    });
  }

  /** Why the database cannot be used, if the last try failed. */
  @Override
  public Optional<String> trouble() {
    return outage.trouble();
  }

  /** What is asked of the database. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  /**
   * Asks on another thread: if the caller's is interrupted, H2 would close the file that the thread
   * reads.
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

  /** The time that was set, and a moment to give up the connections. */
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
     * Keeps statistics there; without it in files of H2 in the working directory.
     *
     * @throws IllegalArgumentException if no JDBC driver on the path takes that URL
     */
    public Builder url(String where) {
      Objects.requireNonNull(where, "url");
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
      user = Objects.requireNonNull(name, "name");
      password = Objects.requireNonNull(secret, "secret");
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

    /**
     * Counts an endpoint together with the other ones of its route, as {@code (others)}, once it
     * had no request for that long; without it an hour. It is told by its own again when it has
     * one.
     */
    public Builder forgetEndpointsAfter(Duration idle) {
      forgetEndpointsAfter = positive("forgetEndpointsAfter", idle);
      return this;
    }

    /** Reads the time there; for tests. */
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

    /** A sink that runs. The database need not be there. */
    public JdbcStats build() {
      JdbcStats stats = new JdbcStats(this);
      stats.intake.start();
      stats.writer.start();
      return stats;
    }
  }
}
