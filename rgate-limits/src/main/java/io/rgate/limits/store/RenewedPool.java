package io.rgate.limits.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool of connections that can be made anew. After failures a pool waits longer and longer, up to
 * five seconds, before it connects again; a new one connects at once. So all gateways find out at
 * about the same time that a database is back. Safe for use by many threads.
 */
final class RenewedPool implements DataSource, AutoCloseable {
  private final HikariConfig config;
  private final AtomicReference<HikariDataSource> pool;

  /** A pool that has no connection yet. */
  RenewedPool(HikariConfig config) {
    this.config = config;
    this.pool = new AtomicReference<>(new HikariDataSource(config));
  }

  /** Makes the pool anew; connections of the one before are closed. Does not wait for that. */
  void renew() {
    HikariDataSource before = pool.getAndSet(new HikariDataSource(config));
    Thread.ofVirtual().name("rgate-limits-pool").start(before::close);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return pool.get().getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return pool.get().getConnection(user, password);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.get().getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.get().setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.get().setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.get().getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(RenewedPool.class.getPackageName());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.get().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.get().isWrapperFor(type);
  }

  @Override
  public void close() {
    pool.get().close();
  }
}
