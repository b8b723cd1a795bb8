package io.rgate.stats.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, in the SQL that every database knows, and their version.
 *
 * <p>A version is a list of statements that lead to it from the one before; a released one is never
 * changed, only followed by another.
 */
final class Schema {
  /** How much of a path prefix is kept, and of the name of a backend or the id of an endpoint. */
  static final int PREFIX_LENGTH = 2_000;

  static final int NAME_LENGTH = 500;

  private static final List<List<String>> VERSIONS =
      List.of(
          List.of(
              """
              CREATE TABLE rgate_writer (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                last_batch BIGINT NOT NULL,
                dropped BIGINT NOT NULL)\
              """,
              """
              CREATE TABLE rgate_series (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                path_prefix VARCHAR(2000),
                backend VARCHAR(500),
                endpoint VARCHAR(500))\
              """,
              """
              CREATE TABLE rgate_traffic (
                traffic_day DATE NOT NULL,
                series_id VARCHAR(36) NOT NULL,
                first_start_millis BIGINT NOT NULL,
                status_2xx BIGINT NOT NULL,
                status_3xx BIGINT NOT NULL,
                status_4xx BIGINT NOT NULL,
                status_5xx BIGINT NOT NULL,
                latency_nanos DECIMAL(30) NOT NULL,
                max_latency_nanos BIGINT NOT NULL,
                bytes_in BIGINT NOT NULL,
                bytes_out BIGINT NOT NULL,
                retries BIGINT NOT NULL,
                PRIMARY KEY (traffic_day, series_id))\
              """,
              """
              CREATE TABLE rgate_latency (
                traffic_day DATE NOT NULL,
                series_id VARCHAR(36) NOT NULL,
                bucket INTEGER NOT NULL,
                requests BIGINT NOT NULL,
                PRIMARY KEY (traffic_day, series_id, bucket))\
              """));

  private Schema() {}

  /**
   * Brings the tables to the newest version and commits. Of several gateways that do so at once all
   * but one may fail, and succeed when they try again.
   *
   * @throws SQLException also if the tables are of a version that only a newer rgate knows
   */
  static void prepare(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > VERSIONS.size()) {
      throw new SQLException(
          "the tables are of version " + version + ", this rgate knows " + VERSIONS.size());
    }
    for (int next = version + 1; next <= VERSIONS.size(); next++) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : VERSIONS.get(next - 1)) {
          statement.execute(sql);
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO rgate_schema (version) VALUES (?)")) {
        insert.setInt(1, next);
        insert.executeUpdate();
      }
    }
    connection.commit();
  }

  private static int version(Connection connection) throws SQLException {
    if (!exists(connection)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE rgate_schema (version INTEGER NOT NULL PRIMARY KEY)");
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM rgate_schema")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Databases differ in the case in which they keep names. */
  private static boolean exists(Connection connection) throws SQLException {
    for (String name : List.of("rgate_schema", "RGATE_SCHEMA")) {
      try (ResultSet tables =
          connection
              .getMetaData()
              .getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
        if (tables.next()) {
          return true;
        }
      }
    }
    return false;
  }
}
