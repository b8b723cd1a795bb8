package io.rgate.limits.store;

import static java.lang.System.Logger.Level.DEBUG;

import com.zaxxer.hikari.HikariConfig;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps buckets in a table of PostgreSQL; rows go when their buckets have long been full. */
public final class PostgresStore implements Store {
  private static final System.Logger LOG = System.getLogger("io.rgate.limits.RateLimit");
  private static final int CONNECTIONS = 8;
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final int SWEPT_AT_ONCE = 1_000;

  /** The pool refuses less. */
  private static final long SHORTEST_WAIT = 250;

  private final String place;
  private final PostgresTable table;
  private final RenewedPool pool;
  private final SharedStore buckets;
  private final PostgreSQLSelectForUpdateBasedProxyManager<String> rows;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Where the table is.
   *
   * @param url a JDBC URL of PostgreSQL
   * @param user the login, null if the URL has it
   * @param password of the user, null for none
   * @param table the table's name
   */
  public record Place(String url, @Nullable String user, @Nullable String password, String table) {}

  /** Makes a store that has no connection yet. */
  public PostgresStore(Place at, Duration timeout, String prefix) {
    place = "the table " + at.table + " of " + PostgresTable.withoutLogin(at.url);
    table = new PostgresTable(at.table);
    pool = new RenewedPool(config(at, timeout));
    rows =
        SharedStore.bounded(
                Bucket4jPostgreSQL.selectForUpdateBasedBuilder(pool.source())
                    .primaryKeyMapper(PrimaryKeyMapper.STRING)
                    .table(at.table)
                    .idColumn(PostgresTable.ID)
                    .stateColumn(PostgresTable.STATE)
                    .expiresAtColumn(PostgresTable.EXPIRES_AT),
                timeout)
            .build();
    buckets = new SharedStore(rows, prefix);
    Thread.ofVirtual().name("rgate-limits-sweep").start(this::sweep);
  }

  private static HikariConfig config(Place at, Duration timeout) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("rgate-limits");
    config.setJdbcUrl(at.url);
    config.setUsername(at.user);
    config.setPassword(at.password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1); // the database may be away
    config.setConnectionTimeout(Math.max(SHORTEST_WAIT, timeout.toMillis()));
    config.setValidationTimeout(SHORTEST_WAIT);
    // Ends what nobody waits for any more, and the lock on a row of a gateway that is gone.
    config.setConnectionInitSql(
        "SET statement_timeout = "
            + timeout.toMillis()
            + "; SET idle_in_transaction_session_timeout = 2000");
    String seconds = String.valueOf(timeout.plusMillis(999).toSeconds());
    config.addDataSourceProperty("connectTimeout", seconds);
    config.addDataSourceProperty("loginTimeout", seconds);
    config.addDataSourceProperty("socketTimeout", seconds);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return config;
  }

  @Override
  public BucketProxy bucket(String key, Supplier<BucketConfiguration> first) {
    return buckets.bucket(key, first);
  }

  @Override
  public void probe() {
    try (Connection connection = pool.connection()) {
      table.prepare(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void reset() {
    pool.renew();
  }

  @Override
  public String place() {
    return place;
  }

  private void sweep() {
    try {
      while (!closed.await(SWEEP.toSeconds(), TimeUnit.SECONDS)) {
        sweepNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes the rows of buckets that have long been full. */
  public void sweepNow() {
    try {
      int swept = SWEPT_AT_ONCE;
      while (swept == SWEPT_AT_ONCE) {
        swept = rows.removeExpired(SWEPT_AT_ONCE);
      }
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "old rows of " + place + " could not be deleted", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    pool.close();
  }
}
