package io.rgate.stats.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/** Settings and calls that only H2 needs. */
final class H2 {
  private static final String CLOSE_ON_EXIT = "DB_CLOSE_ON_EXIT";
  private static final String TRACE_FILE = "TRACE_LEVEL_FILE";

  /** The error code if the user lacks the rights of an administrator. */
  private static final int ADMIN_RIGHTS_REQUIRED = 90040;

  private H2() {}

  /** Whether {@code url} names an H2 database in files, which runs in this process. */
  static boolean isEmbedded(String url) {
    return url.startsWith("jdbc:h2:")
        && !url.startsWith("jdbc:h2:tcp:")
        && !url.startsWith("jdbc:h2:ssl:")
        && !url.startsWith("jdbc:h2:mem:");
  }

  /** Opens a connection to an embedded H2. */
  static Connection open(String url, Properties login) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(login);
    // Otherwise H2 closes the database in its own shutdown hook, before the last batch is written.
    set(properties, url, CLOSE_ON_EXIT, "FALSE");
    // Otherwise H2 writes errors to a file of its own, or to the standard error if it cannot.
    set(properties, url, TRACE_FILE, "0");
    try {
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      if (e.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
        throw e;
      }
      properties.remove(TRACE_FILE);
      return DriverManager.getConnection(url, properties);
    }
  }

  /** Sets a value unless {@code url} sets it: H2 refuses a setting that is given twice. */
  private static void set(Properties properties, String url, String key, String value) {
    if (!url.toUpperCase(Locale.ROOT).contains(";" + key + "=")) {
      properties.setProperty(key, value);
    }
  }

  /**
   * Writes committed data to the file. H2 confirms a commit before that, and loses it if the
   * process is killed or the disk is full. A user without the rights of an administrator cannot do
   * this, and may lose the commits of half a second.
   */
  static void sync(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    } catch (SQLException e) {
      if (e.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
        throw e;
      }
    }
  }
}
