package io.rgate.stats.jdbc;

import io.rgate.spi.Series;
import io.rgate.spi.Tallies;
import io.rgate.spi.Tally;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** What is told from the tables: all days and all gateways together. */
final class Reading {
  private static final String SUMS =
      """
      MIN(t.first_start_millis), SUM(t.status_2xx), SUM(t.status_3xx), SUM(t.status_4xx),
      SUM(t.status_5xx), SUM(t.latency_nanos), MAX(t.max_latency_nanos), SUM(t.bytes_in),
      SUM(t.bytes_out), SUM(t.retries)\
      """;

  private Reading() {}

  /** Everything in one tally. */
  static Tally total(Connection connection) throws SQLException {
    Tally total = new Tally();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT " + SUMS + " FROM rgate_traffic t")) {
        row.next();
        addSums(row, 1, total);
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT bucket, SUM(requests) FROM rgate_latency GROUP BY bucket")) {
        while (rows.next()) {
          total.addBucket(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    return total;
  }

  /** Everything by series. */
  static Tallies bySeries(Connection connection) throws SQLException {
    Tallies tallies = new Tallies();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT s.path_prefix, s.backend, s.endpoint, "
                  + SUMS
                  + " FROM rgate_traffic t JOIN rgate_series s ON s.id = t.series_id"
                  + " GROUP BY s.id, s.path_prefix, s.backend, s.endpoint")) {
        while (rows.next()) {
          addSums(rows, 4, tallies.at(series(rows)));
        }
      }
      try (ResultSet rows =
          statement.executeQuery(
              """
              SELECT s.path_prefix, s.backend, s.endpoint, l.bucket, SUM(l.requests)
              FROM rgate_latency l JOIN rgate_series s ON s.id = l.series_id
              GROUP BY s.id, s.path_prefix, s.backend, s.endpoint, l.bucket\
              """)) {
        while (rows.next()) {
          tallies.at(series(rows)).addBucket(rows.getInt(4), rows.getLong(5));
        }
      }
    }
    return tallies;
  }

  /** How many samples all gateways have dropped. */
  static long dropped(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT SUM(dropped) FROM rgate_writer")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Series series(ResultSet row) throws SQLException {
    return new Series(row.getString(1), row.getString(2), row.getString(3));
  }

  private static void addSums(ResultSet row, int first, Tally tally) throws SQLException {
    long since = row.getLong(first);
    if (row.wasNull()) {
      return;
    }
    tally.lowerSince(Instant.ofEpochMilli(since));
    for (int statusClass = 2; statusClass <= 5; statusClass++) {
      tally.addCount(statusClass, row.getLong(first + statusClass - 1));
    }
    BigDecimal nanos = row.getBigDecimal(first + 5);
    tally.addNanos(nanos.toBigInteger());
    tally.raiseMax(row.getLong(first + 6));
    tally.addBytes(row.getLong(first + 7), row.getLong(first + 8));
    tally.addRetries(row.getLong(first + 9));
  }
}
