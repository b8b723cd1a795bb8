package io.rgate.stats.jdbc;

import io.rgate.api.StatsDetail.Traffic;
import io.rgate.spi.stats.Tallies;
import io.rgate.spi.stats.Tally;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The database: writes each batch exactly once, and reads the sums. Safe for many threads. */
final class Store implements AutoCloseable {
  private final String writer = UUID.randomUUID().toString();
  private final Connections connections;
  private final boolean h2;
  private volatile boolean prepared;

  private Store(Connections connections, boolean h2) {
    this.connections = connections;
    this.h2 = h2;
  }

  /** Makes a store; the database may be away, and no connection is opened yet. */
  static Store at(String url, @Nullable String user, @Nullable String password) {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    boolean h2 = H2.isEmbedded(url);
    Connections connections =
        new Connections(
            () -> h2 ? H2.open(url, properties) : DriverManager.getConnection(url, properties));
    return new Store(connections, h2);
  }

  /**
   * Makes the tables, or brings them to the version of this rgate.
   *
   * @throws SQLException if the database cannot be used
   */
  void prepare() throws SQLException {
    change(connection -> {});
  }

  /**
   * Writes {@code batch}. After a failure the batch may have been written. A call with the same
   * batch then writes it only if it was not.
   */
  void write(NumberedBatch batch) throws SQLException {
    change(connection -> {
      Writing writing = new Writing(connection, writer);
      if (writing.begin(batch.number(), batch.dropped())) {
        writing.add(batch.batch());
      }
      connection.commit();
      if (h2) {
        H2.sync(connection);
      }
    });
  }

  /** Deletes rows that no window of the last minutes needs. */
  void deleteOld(Instant now) throws SQLException {
    change(connection -> {
      Recent.delete(connection, now);
      connection.commit();
    });
  }

  /** All stored counts, in one tally. */
  Tally total() throws SQLException {
    return read(Reading::total);
  }

  /**
   * All stored counts, by series.
   *
   * @param forgetEndpointsAfter endpoints without a request for that time are counted together
   */
  Stored bySeries(Instant now, Duration forgetEndpointsAfter) throws SQLException {
    Instant idle = now.minus(forgetEndpointsAfter);
    return read(connection ->
        new Stored(
            Reading.bySeries(connection, idle),
            Recent.windows(connection, now),
            Reading.dropped(connection)));
  }

  /**
   * The stored counts.
   *
   * @param tallies of all gateways
   * @param windows the last minutes of all gateways
   * @param dropped by all gateways
   */
  record Stored(Tallies tallies, Map<Duration, Traffic> windows, long dropped) {}

  /** Counts and latencies come from two tables, so one transaction reads both. */
  private <T> T read(Connections.Work<T> reading) throws SQLException {
    return run(connection -> {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      T read = reading.with(connection);
      connection.commit();
      return read;
    });
  }

  /** A change of the database. */
  @FunctionalInterface
  private interface Change {
    void with(Connection connection) throws SQLException;
  }

  private void change(Change change) throws SQLException {
    run(connection -> {
      change.with(connection);
      return true;
    });
  }

  private <T> T run(Connections.Work<T> work) throws SQLException {
    try {
      return connections.run(connection -> {
        if (!prepared) {
          Schema.prepare(connection);
          prepared = true;
        }
        return work.with(connection);
      });
    } catch (SQLException | RuntimeException e) {
      // The next try checks the tables again, because the database may have been made anew.
      prepared = false;
      throw e;
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
