package io.rgate.limits.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections that can be made anew. After failures a pool waits longer and longer, up to
 * five seconds, before it connects again; a new one connects at once. So all gateways find out at
 * about the same time that a database is back. Safe for use by many threads.
 */
final class RenewedPool implements AutoCloseable {
  private final HikariConfig config;
  private final AtomicReference<HikariDataSource> pool;

  /** A pool that has no connection yet. */
  RenewedPool(HikariConfig config) {
    this.config = config;
    this.pool = new AtomicReference<>(new HikariDataSource(config));
  }

  /** What always leads to the newest pool. */
  DataSource source() {
    Class<?>[] types = {DataSource.class};
    return (DataSource)
        Proxy.newProxyInstance(
            RenewedPool.class.getClassLoader(),
            types,
            (proxy, method, arguments) -> call(method, arguments));
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(pool.get(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  Connection connection() throws SQLException {
    return pool.get().getConnection();
  }

  /** Makes the pool anew; connections of the one before are closed. Does not wait for that. */
  void renew() {
    HikariDataSource before = pool.getAndSet(new HikariDataSource(config));
    Thread.ofVirtual().name("rgate-limits-pool").start(before::close);
  }

  @Override
  public void close() {
    pool.get().close();
  }
}
