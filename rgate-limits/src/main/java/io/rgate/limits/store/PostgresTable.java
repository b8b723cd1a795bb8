package io.rgate.limits.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** The table of the buckets. Several gateways may make it at once. */
public final class PostgresTable {
  static final String ID = "id";
  static final String STATE = "state";
  static final String EXPIRES_AT = "expires_at";

  private static final Pattern NAME =
      Pattern.compile("[a-z_][a-z0-9_]{0,50}(\\.[a-z_][a-z0-9_]{0,50})?");

  /** Any number that other programs on the same database will not take, too. */
  private static final long LOCK = 0x7267617465_4C696DL;

  private final String name;

  /** Makes nothing yet; {@code name} has passed {@link #check}. */
  PostgresTable(String name) {
    this.name = name;
  }

  /**
   * Checks that {@code name} may stand in a statement as it is.
   *
   * @throws IllegalArgumentException if it may not
   */
  public static String check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "must be a name of small letters, digits and _, with or without a schema and a dot, was '"
              + name
              + "'");
    }
    return name;
  }

  /** {@code url} without what follows a question mark, and without {@code user@}. */
  public static String withoutLogin(String url) {
    int question = url.indexOf('?');
    return (question < 0 ? url : url.substring(0, question)).replaceAll("//[^/@]*@", "//");
  }

  /** Makes the table where it is missing. */
  void prepare(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    if (isThere(connection)) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // Two gateways at once would fail: IF NOT EXISTS alone does not prevent that.
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      // Not logged: it must be fast, and what a crash takes away was a second's counts.
      statement.execute(
          "CREATE UNLOGGED TABLE IF NOT EXISTS "
              + name
              + " (id text PRIMARY KEY, state bytea, expires_at bigint)");
      statement.execute(
          "CREATE INDEX IF NOT EXISTS "
              + name.substring(name.indexOf('.') + 1)
              + "_expires_at ON "
              + name
              + " (expires_at)");
      connection.commit();
    }
  }

  private boolean isThere(Connection connection) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      ask.setString(1, name);
      try (ResultSet answer = ask.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
