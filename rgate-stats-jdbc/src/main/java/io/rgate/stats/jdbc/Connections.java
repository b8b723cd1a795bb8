package io.rgate.stats.jdbc;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A few connections to one database, opened on demand and kept for the next use; safe for use by
 * many threads.
 *
 * <p>After a failure, the connection and all idle ones are closed: after a full disk, H2 opens its
 * file again only when no connection has the broken one open.
 */
final class Connections implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());

  /** How long a caller waits for a connection: H2 tries for three seconds to make its file. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long an idle connection may take to show that it can be used. */
  private static final int VALID_SECONDS = 2;

  /** One connection for the writer, the others for threads that read. */
  private static final int MOST = 4;

  private static final int MOST_IDLE = 2;

  private final Opener opener;
  private final Semaphore permits = new Semaphore(MOST);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  /** A connection that was not opened in time; the next caller waits for it. */
  private final AtomicReference<@Nullable CompletableFuture<Connection>> late =
      new AtomicReference<>();

  private volatile boolean closed;

  /** Makes a pool whose connections {@code opener} opens; none is open yet. */
  Connections(Opener opener) {
    this.opener = opener;
  }

  /** Opens a connection. */
  @FunctionalInterface
  interface Opener {
    /** Opens another connection; may block. */
    Connection open() throws SQLException;
  }

  /** Work that uses a connection. */
  @FunctionalInterface
  interface Work<T> {
    /** Does the work and commits. */
    T with(Connection connection) throws SQLException;
  }

  /**
   * Runs {@code work} with a connection that has no open transaction.
   *
   * @throws SQLException also if there is no connection within five seconds
   */
  <T> T run(Work<T> work) throws SQLException {
    if (closed || !acquired()) {
      throw new SQLTimeoutException("no connection was free for " + PATIENCE.toSeconds() + " s");
    }
    try {
      Connection connection = connection();
      boolean done = false;
      try {
        T result = work.with(connection);
        done = true;
        return result;
      } finally {
        giveBack(connection, done);
      }
    } finally {
      permits.release();
    }
  }

  private boolean acquired() {
    try {
      return permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Connection connection() throws SQLException {
    Connection connection = idleOrNew();
    if (closed) {
      close(connection);
      throw new SQLException("closed");
    }
    return connection;
  }

  private Connection idleOrNew() throws SQLException {
    for (Connection old = idle.pollFirst(); old != null; old = idle.pollFirst()) {
      if (old.isValid(VALID_SECONDS)) {
        return old;
      }
      close(old);
    }
    Connection opened = open();
    opened.setAutoCommit(false);
    opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return opened;
  }

  /** Opens a connection on another thread, because not every driver has a timeout for it. */
  private Connection open() throws SQLException {
    CompletableFuture<Connection> before = late.getAndSet(null);
    CompletableFuture<Connection> opening = before == null ? start() : before;
    try {
      return opening.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      leave(opening);
      throw new SQLTimeoutException(
          "no connection within " + PATIENCE.toSeconds() + " s", "08001", e);
    } catch (InterruptedException e) {
      leave(opening);
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failure
          ? failure
          : new SQLException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  private CompletableFuture<Connection> start() {
    CompletableFuture<Connection> opening = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("rgate-stats-connect")
        .start(() -> {
          try {
            opening.complete(opener.open());
          } catch (Throwable e) {
            opening.completeExceptionally(e);
          }
        });
    return opening;
  }

  private void leave(CompletableFuture<Connection> opening) {
    if (closed || !late.compareAndSet(null, opening)) {
      closeWhenOpened(opening);
    }
  }

  private static void closeWhenOpened(CompletableFuture<Connection> opening) {
    var unused = opening.thenAccept(Connections::close);
  }

  private void giveBack(Connection connection, boolean done) {
    if (done && !closed && idle.size() < MOST_IDLE && reset(connection)) {
      idle.addFirst(connection);
      if (closed) {
        closeIdle();
      }
      return;
    }
    close(connection);
    if (!done) {
      closeIdle();
    }
  }

  private static boolean reset(Connection connection) {
    try {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return true;
    } catch (SQLException e) {
      LOG.log(DEBUG, "a connection of the statistics could not be used again", e);
      return false;
    }
  }

  private void closeIdle() {
    for (Connection old = idle.pollFirst(); old != null; old = idle.pollFirst()) {
      close(old);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.log(DEBUG, "a connection of the statistics could not be closed", e);
    }
  }

  /** Closes idle connections; a connection in use is closed when its work is done. */
  @Override
  public void close() {
    closed = true;
    closeIdle();
    CompletableFuture<Connection> opening = late.getAndSet(null);
    if (opening != null) {
      closeWhenOpened(opening);
    }
  }
}
