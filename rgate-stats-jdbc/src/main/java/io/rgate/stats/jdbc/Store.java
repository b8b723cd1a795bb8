package io.rgate.stats.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rgate.spi.Tallies;
import io.rgate.spi.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The database: writes a batch exactly once, and tells what is stored. Safe for many threads. */
final class Store implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** One connection for the writer, the others for whoever asks. */
  private static final int CONNECTIONS = 4;

  private final String writer = UUID.randomUUID().toString();
  private final HikariDataSource pool;
  private volatile boolean prepared;

  private Store(HikariDataSource pool) {
    this.pool = pool;
  }

  /** A database that may be away. */
  static Store at(String url, @Nullable String user, @Nullable String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("rgate-stats");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    // A negative value: the pool does not ask for the database at its start.
    config.setInitializationFailTimeout(-1);
    if (url.startsWith("jdbc:h2:")) {
      // H2 would close the database in a shutdown hook of its own, before the last batch is
      // written.
      config.addDataSourceProperty("DB_CLOSE_ON_EXIT", "FALSE");
    }
    return new Store(new HikariDataSource(config));
  }

  /**
   * Writes {@code batch}. If that fails it may have been written all the same; called again with
   * the same batch it writes it at most once.
   */
  void write(Sealed batch) throws SQLException {
    try (Connection connection = connection()) {
      Writing writing = new Writing(connection);
      if (writing.begin(writer, batch.number(), batch.dropped())) {
        writing.add(batch.batch());
      }
      connection.commit();
    }
  }

  /** All that is stored, in one tally. */
  Tally total() throws SQLException {
    try (Connection connection = readConnection()) {
      Tally total = Reading.total(connection);
      connection.commit();
      return total;
    }
  }

  /** All that is stored, and how much was dropped. */
  Stored bySeries() throws SQLException {
    try (Connection connection = readConnection()) {
      Stored stored = new Stored(Reading.bySeries(connection), Reading.dropped(connection));
      connection.commit();
      return stored;
    }
  }

  /**
   * What is stored.
   *
   * @param tallies of all gateways
   * @param dropped by all gateways
   */
  record Stored(Tallies tallies, long dropped) {}

  /** Counts and latencies come from two tables, so both are read as of one moment. */
  private Connection readConnection() throws SQLException {
    Connection connection = connection();
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connection() throws SQLException {
    Connection connection = pool.getConnection();
    try {
      if (!prepared) {
        Schema.prepare(connection);
        prepared = true;
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
