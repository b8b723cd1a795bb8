package io.rgate.stats.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/** What H2 needs besides what every database does. */
final class H2 {
  private static final String CLOSE_ON_EXIT = "DB_CLOSE_ON_EXIT";
  private static final String TRACE_FILE = "TRACE_LEVEL_FILE";

  /** The user may not do this. */
  private static final int ADMIN_RIGHTS_REQUIRED = 90040;

  private H2() {}

  /** Whether {@code url} is of an H2 in files, which runs in this process. */
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
    // H2 would close the database in a shutdown hook of its own, before the last batch is written.
    set(properties, url, CLOSE_ON_EXIT, "FALSE");
    // H2 would write errors into a file of its own, or to the standard error where it cannot.
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

  /** Sets what {@code url} does not set itself: H2 refuses to hear of a setting twice. */
  private static void set(Properties properties, String url, String key, String value) {
    if (!url.toUpperCase(Locale.ROOT).contains(";" + key + "=")) {
      properties.setProperty(key, value);
    }
  }

  /**
   * Writes what was committed into the file. H2 confirms a commit before, and forgets it if the
   * process is killed or the disk is full. A user without the rights of an administrator cannot do
   * this, and may lose half a second of commits.
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
