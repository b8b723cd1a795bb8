package io.rgate.stats.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables to the newest version. The table {@code rgate_schema} has a row for each
 * version that was reached; {@link Versions} has the steps to each version.
 */
final class Schema {
  /** How many characters are kept of a route's name, a backend's name or an endpoint's id. */
  static final int ROUTE_LENGTH = 2_000;

  static final int NAME_LENGTH = 500;

  /** The SQLSTATE for tables of a newer rgate; its class is reserved for applications. */
  static final String NEWER = "R1";

  private static final String VERSIONS = "rgate_schema";

  /**
   * Locks by URL. If a thread changes a table of an H2 in this process, rows that another thread
   * adds at the same time may be lost. So gateways change tables one after another and add rows
   * only after that.
   */
  private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private Schema() {}

  /**
   * One change of the tables.
   *
   * @param table the table that is made or changed
   * @param column the column that is added; null if the statement adds none
   * @param sql the statement
   */
  record Step(String table, @Nullable String column, String sql) {

    /** Whether this step was done already, by an earlier run that ended before its last step. */
    boolean taken(Connection connection) throws SQLException {
      boolean creates = sql.startsWith("CREATE TABLE");
      return (creates && exists(connection, table))
          || (column != null && exists(connection, table, column));
    }
  }

  /**
   * Brings the tables to the newest version and commits. If several gateways do so at once, all but
   * one may fail; they succeed when they try again.
   *
   * @throws SQLException also if the tables have a version that is newer than this rgate
   */
  static void prepare(Connection connection) throws SQLException {
    String url = connection.getMetaData().getURL();
    ReentrantLock lock = LOCKS.computeIfAbsent(url, absent -> new ReentrantLock());
    lock.lock();
    try {
      change(connection);
    } finally {
      lock.unlock();
    }
  }

  private static void change(Connection connection) throws SQLException {
    int version = version(connection);
    int newest = Versions.ALL.size();
    if (version > newest) {
      throw new SQLException(
          "the tables are of version " + version + ", this rgate knows " + newest, NEWER + "000");
    }
    for (int next = version + 1; next <= newest; next++) {
      for (Step step : Versions.ALL.get(next - 1)) {
        if (!step.taken(connection)) {
          execute(connection, step.sql());
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO rgate_schema (version) VALUES (?)")) {
        insert.setInt(1, next);
        insert.executeUpdate();
      }
      // Not every database can roll back a change of tables, so each version is committed on its
      // own.
      connection.commit();
    }
    connection.commit();
  }

  private static int version(Connection connection) throws SQLException {
    if (!exists(connection, VERSIONS)) {
      execute(connection, "CREATE TABLE rgate_schema (version INTEGER NOT NULL PRIMARY KEY)");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM rgate_schema")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Compares without regard to case, because databases store names in different cases. */
  private static boolean exists(Connection connection, String table) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
      try (ResultSet rows =
          data.getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
        if (rows.next()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean exists(Connection connection, String table, String column)
      throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
      try (ResultSet rows =
          data.getColumns(connection.getCatalog(), connection.getSchema(), name, null)) {
        while (rows.next()) {
          if (rows.getString("COLUMN_NAME").equalsIgnoreCase(column)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
