package io.rgate.http.server;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Limits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of a front where they are limited, in all and for each client. A client is
 * an IPv4 address or, because one of IPv6 has a whole network, the first 64 bits of its address.
 * Safe for use by many threads.
 */
final class ConnectionLimit {
  private static final System.Logger LOG = System.getLogger(ConnectionLimit.class.getName());
  private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

  private final int most;
  private final int perClient;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<Object, Integer> clients = new ConcurrentHashMap<>();

  // What is told of connections that were refused.
  private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - BETWEEN_LINES);
  private final AtomicInteger untold = new AtomicInteger();

  /** The first 64 bits of an address of IPv6. */
  private record Network(long bits) {}

  private ConnectionLimit(Limits limits) {
    this.most = limits.maxConnections();
    this.perClient = limits.maxConnectionsPerClient();
  }

  /** What {@code limits} say of connections; null if there may be as many as come. */
  static @Nullable ConnectionLimit of(Limits limits) {
    return limits.maxConnections() == 0 && limits.maxConnectionsPerClient() == 0
        ? null
        : new ConnectionLimit(limits);
  }

  private static Object client(InetAddress address) {
    return address instanceof Inet6Address
        ? new Network(ByteBuffer.wrap(address.getAddress()).getLong())
        : address;
  }

  /** Counts a connection, until {@link #ended}; false if it is one too many, and not counted. */
  boolean begun(InetAddress address) {
    if (all.incrementAndGet() > most && most > 0) {
      all.getAndDecrement();
      refused(address, "server.max_connections: " + most);
      return false;
    }
    if (perClient > 0 && clients.merge(client(address), 1, Integer::sum) > perClient) {
      ended(address);
      refused(address, "server.max_connections_per_client: " + perClient);
      return false;
    }
    return true;
  }

  /** Called once when a connection has ended that was counted. */
  void ended(InetAddress address) {
    all.getAndDecrement();
    if (perClient > 0) {
      clients.computeIfPresent(client(address), (who, count) -> count == 1 ? null : count - 1);
    }
  }

  private void refused(InetAddress address, String limit) {
    untold.incrementAndGet();
    long now = System.nanoTime();
    long last = lastLine.get();
    if (now - last >= BETWEEN_LINES && lastLine.compareAndSet(last, now)) {
      LOG.log(
          WARNING,
          "connections closed at once since the last such line: {0}; the latest was of {1}, beyond"
              + " {2}; the next line comes in a minute at the earliest",
          untold.getAndSet(0),
          address.getHostAddress(),
          limit);
    }
  }

  /** How many connections are counted now. */
  int count() {
    return all.get();
  }

  /** How many clients have connections now, where they are counted. */
  int clients() {
    return clients.size();
  }
}
