package io.rgate.http.client;

import io.rgate.api.Endpoint;
import io.rgate.http.loop.Loops;
import io.rgate.http.loop.SocketTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one endpoint. The one that was laid aside last is taken up first, so that no
 * more stay open than are needed. Safe for use by many threads; takes no lock.
 */
final class ConnectionPool {
  /** Fewer than the ports that Linux has by default for connections to one address. */
  private static final int MAX_IN_USE = 16_384;

  private static final int MAX_IDLE = 1024;

  /** Shorter than the idle time of common origins, so that few connections are found closed. */
  private static final long KEEP_ALIVE = Duration.ofSeconds(4).toNanos();

  private final String host;
  private final int port;
  private final String authority;
  private final Loops loops;
  private final Semaphore permits = new Semaphore(MAX_IN_USE);
  private final ConcurrentLinkedDeque<OriginConnection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private final Set<OriginConnection> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ConnectionPool(Endpoint endpoint, Loops loops) {
    String name = endpoint.host();
    this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    this.port = endpoint.port();
    this.authority = endpoint.uri().getRawAuthority();
    this.loops = loops;
  }

  /** What a request names that names no host itself. */
  String authority() {
    return authority;
  }

  /**
   * A connection that an earlier request has left, or null if there is none that is fit.
   *
   * @param surely whether to ask the operating system once more that it was not closed
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
   * A new connection, made within {@code atMost} nanoseconds.
   *
   * @throws IOException if there is none; nothing was sent then
   */
  OriginConnection connect(long atMost) throws IOException {
    long deadline = System.nanoTime() + atMost;
    acquire(atMost);
    try {
      OriginConnection made = connectUntil(deadline);
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

  /** Tries the host's addresses one after the other. */
  private OriginConnection connectUntil(long deadline) throws IOException {
    if (closed) {
      throw new ConnectException("the upstream is closed");
    }
    IOException failure = new ConnectException("no address of " + host);
    for (InetAddress address : Resolver.addresses(host, deadline - System.nanoTime())) {
      try {
        long left = Math.max(1, deadline - System.nanoTime());
        InetSocketAddress target = new InetSocketAddress(address, port);
        return new OriginConnection(SocketTransport.connect(target, loops.next(), left), this);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** Takes back a connection that the next request may use. */
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

  /** Ends a connection that was in use. */
  void discard(OriginConnection connection) {
    permits.release();
    connection.close();
  }

  /** Says that a connection has been closed, wherever it was. */
  void closed(OriginConnection connection) {
    all.remove(connection);
  }

  /** Says that an idle connection is of no use any more. */
  void forget(OriginConnection connection) {
    // From the end: there are those that were laid aside first.
    if (idle.removeLastOccurrence(connection)) {
      idleCount.decrementAndGet();
    }
  }

  /** Whether no connection is open, as of an endpoint that is gone. */
  boolean isUnused() {
    return permits.availablePermits() == MAX_IN_USE && idle.isEmpty();
  }

  /** Closes every connection, those in use included. */
  void close() {
    closed = true;
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
    throw new ConnectException(MAX_IN_USE + " connections to " + host + ":" + port + " in use");
  }
}
