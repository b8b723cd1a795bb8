package io.rgate.http.client;

import io.rgate.http.loop.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one endpoint. The connection that was given back last is taken first, so that
 * no more connections stay open than are needed. Safe for use by many threads; takes no lock.
 */
final class ConnectionPool {
  /** Fewer than the ports that Linux has by default for connections to one address. */
  private static final int MAX_IN_USE = 16_384;

  private static final int MAX_IDLE = 1024;

  /**
   * Shorter than the idle timeout of common origins, so that few connections turn out to be closed.
   */
  private static final long KEEP_ALIVE = Duration.ofSeconds(4).toNanos();

  private final Connector connector;
  private final Semaphore permits = new Semaphore(MAX_IN_USE);
  private final ConcurrentLinkedDeque<OriginConnection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private final Set<OriginConnection> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ConnectionPool(Connector connector) {
    this.connector = connector;
  }

  /** The host for a request that names no host. */
  String authority() {
    return connector.authority();
  }

  /**
   * Takes a connection that an earlier request has given back, or null if none can be used.
   *
   * @param surely whether to ask the operating system once more whether the connection is open
   */
  @Nullable OriginConnection takeIdle(boolean surely) {
    OriginConnection connection = idle.pollFirst();
    while (connection != null) {
      idleCount.decrementAndGet();
      if (connection.resume(surely) && permits.tryAcquire()) {
        return connection;
      }
      connection.close();
      connection = idle.pollFirst();
    }
    return null;
  }

  /**
   * Makes a new connection within {@code atMost} nanoseconds.
   *
   * @throws IOException if no connection was made; nothing was sent then
   */
  OriginConnection connect(long atMost) throws IOException {
    long deadline = System.nanoTime() + atMost;
    acquire(atMost);
    try {
      OriginConnection made = new OriginConnection(connector.connect(deadline), this);
      all.add(made);
      if (closed) {
        made.close();
      }
      return made;
    } catch (IOException | RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  /** Takes over a connection that was made elsewhere, and is used at once. */
  OriginConnection adopt(Transport transport) throws IOException {
    try {
      acquire(0);
    } catch (IOException e) {
      transport.close();
      throw e;
    }
    OriginConnection made = new OriginConnection(transport, this);
    all.add(made);
    if (closed) {
      made.close();
    }
    return made;
  }

  /** Whether a connection waits for a request. */
  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /** Takes back a connection that another request may use. */
  void giveBack(OriginConnection connection) {
    permits.release();
    if (closed || idleCount.incrementAndGet() > MAX_IDLE) {
      idleCount.decrementAndGet();
      connection.close();
    } else {
      connection.rest(KEEP_ALIVE);
      idle.addFirst(connection);
      if (connection.isClosed() || closed) {
        connection.close();
        forget(connection);
      }
    }
  }

  /** Closes a connection that was in use. */
  void discard(OriginConnection connection) {
    permits.release();
    connection.close();
  }

  /** Called when a connection has been closed, in use or idle. */
  void closed(OriginConnection connection) {
    all.remove(connection);
  }

  /** Called when an idle connection can no longer be used. */
  void forget(OriginConnection connection) {
    // Search from the end: there are the connections that were given back first.
    if (idle.removeLastOccurrence(connection)) {
      idleCount.decrementAndGet();
    }
  }

  /** Whether no connection is open, as for an endpoint that no longer exists. */
  boolean isUnused() {
    return permits.availablePermits() == MAX_IN_USE && idle.isEmpty();
  }

  /** Closes all connections, also those in use and those that are being made. */
  void close() {
    closed = true;
    connector.close();
    all.forEach(OriginConnection::close);
  }

  private void acquire(long atMost) throws IOException {
    try {
      if (permits.tryAcquire() || permits.tryAcquire(atMost, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted");
    }
    throw new ConnectException(MAX_IN_USE + " connections to " + connector + " in use");
  }
}
