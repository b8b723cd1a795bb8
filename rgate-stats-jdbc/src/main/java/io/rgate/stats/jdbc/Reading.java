package io.rgate.stats.jdbc;

import io.rgate.spi.stats.Series;
import io.rgate.spi.stats.Tallies;
import io.rgate.spi.stats.Tally;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Reads the tables: the sums over all days and all gateways. */
final class Reading {
  private static final String SUMS = "MIN(t.first_start_millis), " + Counts.SUMS;

  private Reading() {}

  /** All counts in one tally. */
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

  /** All counts by series; endpoints that were last used before {@code idle} are added together. */
  static Tallies bySeries(Connection connection, Instant idle) throws SQLException {
    Tallies tallies = new Tallies();
    Map<String, Series> byId = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      // A gateway of the first version may still be running; it fills path_prefix.
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT s.id, COALESCE(s.route, s.path_prefix), s.backend, s.endpoint,"
                  + " MAX(t.last_end_millis), "
                  + SUMS
                  + " FROM rgate_traffic t JOIN rgate_series s ON s.id = t.series_id"
                  + " GROUP BY s.id, s.route, s.path_prefix, s.backend, s.endpoint")) {
        while (rows.next()) {
          Series series = series(rows, idle);
          byId.put(rows.getString(1), series);
          addSums(rows, 6, tallies.at(series));
        }
      }
      try (ResultSet rows =
          statement.executeQuery(
              """
              SELECT series_id, bucket, SUM(requests) FROM rgate_latency
              GROUP BY series_id, bucket\
              """)) {
        while (rows.next()) {
          Series series = byId.get(rows.getString(1));
          if (series != null) {
            tallies.at(series).addBucket(rows.getInt(2), rows.getLong(3));
          }
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

  private static Series series(ResultSet row, Instant idle) throws SQLException {
    Series series = new Series(row.getString(2), row.getString(3), row.getString(4));
    boolean used = row.getLong(5) >= idle.toEpochMilli();
    return used || !series.ofOneEndpoint() ? series : series.withoutEndpoint();
  }

  private static void addSums(ResultSet row, int first, Tally tally) throws SQLException {
    long since = row.getLong(first);
    if (!row.wasNull()) {
      tally.lowerSince(Instant.ofEpochMilli(since));
      Counts.addTo(tally, row, first + 1);
    }
  }
}
