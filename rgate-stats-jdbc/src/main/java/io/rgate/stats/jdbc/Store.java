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

/** The database: writes a batch exactly once, and tells what is stored. Safe for many threads. */
final class Store implements AutoCloseable {
  private final String writer = UUID.randomUUID().toString();
  private final Connections connections;
  private final boolean h2;
  private volatile boolean prepared;

  private Store(Connections connections, boolean h2) {
    this.connections = connections;
    this.h2 = h2;
  }

  /** A database that may be away; nothing is opened yet. */
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
   * Makes the tables, or brings them to the version that this rgate writes.
   *
   * @throws SQLException if the database cannot be used
   */
  void prepare() throws SQLException {
    change(connection -> {});
  }

  /**
   * Writes {@code batch}. If that fails it may have been written all the same; called again with
   * the same batch it writes it at most once.
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

  /** Deletes what no window of the last minutes needs. */
  void deleteOld(Instant now) throws SQLException {
    change(connection -> {
      Recent.delete(connection, now);
      connection.commit();
    });
  }

  /** Everything that is stored, in one tally. */
  Tally total() throws SQLException {
    return read(Reading::total);
  }

  /**
   * Everything that is stored, by series.
   *
   * @param forgetEndpointsAfter endpoints without a request for that long are counted together
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
   * What is stored.
   *
   * @param tallies of all gateways
   * @param windows the last minutes of all gateways
   * @param dropped by all gateways
   */
  record Stored(Tallies tallies, Map<Duration, Traffic> windows, long dropped) {}

  /** Counts and latencies come from two tables, so both are read as of one moment. */
  private <T> T read(Connections.Work<T> reading) throws SQLException {
    return run(connection -> {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      T read = reading.with(connection);
      connection.commit();
      return read;
    });
  }

  /** What changes the database. */
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
      // The next try looks at the tables again: somebody may have made the database anew.
      prepared = false;
      throw e;
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
