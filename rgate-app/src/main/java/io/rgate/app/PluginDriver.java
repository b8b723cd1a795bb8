package io.rgate.app;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a JDBC driver from the folder of plug-ins. DriverManager returns only drivers whose class
 * the caller could load itself; this class belongs to the program.
 */
final class PluginDriver implements Driver {
  private final Driver driver;

  private PluginDriver(Driver driver) {
    this.driver = driver;
  }

  /** Registers the drivers that {@code loader} has and the program does not have. */
  static void register(ClassLoader loader) {
    for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
      if (loader.equals(driver.getClass().getClassLoader())) {
        try {
          DriverManager.registerDriver(new PluginDriver(driver));
        } catch (SQLException e) {
          throw new IllegalStateException(e); // no implementation of registerDriver throws it
        }
      }
    }
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    return driver.connect(url, info);
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return driver.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }
}
