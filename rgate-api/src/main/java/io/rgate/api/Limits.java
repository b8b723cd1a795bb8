package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The limits of what a client may send to the gateway, checked before a route is chosen.
 *
 * @param maxFields how many fields a request may have; a request with more gets 431
 * @param maxFieldBytes how long the names and values of all fields may be together; a longer header
 *     section gets 431
 * @param maxTarget how long a request's target may be; a longer one gets 414
 * @param requestHead how long the head of a request may take, from its first byte; after that the
 *     connection is cut
 * @param clientIdle how long a client may accept no byte of a response, and how long a filter that
 *     reads a request's content waits for the next bytes; after that the connection is cut
 * @param maxConnections how many connections may be open; one more is closed at once; 0: no limit
 * @param maxConnectionsPerClient how many of them one client may have, which is an IPv4 address or
 *     the first 64 bits of an IPv6 address; 0: no limit
 */
public record Limits(
    int maxFields,
    int maxFieldBytes,
    int maxTarget,
    Duration requestHead,
    Duration clientIdle,
    int maxConnections,
    int maxConnectionsPerClient) {
  /**
   * The number of fields that the JDK's server is set to accept; it cuts the connection if there
   * are more.
   */
  private static final int MOST_FIELDS = 200;

  private static final int MOST_FIELD_BYTES = 96 * 1024;
  private static final int MOST_TARGET = 24 * 1024;
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  /**
   * 100 fields of 64 KiB together, a target of 8 KiB, 30 s for a head, 60 s for a client, as many
   * connections as come.
   */
  public static final Limits DEFAULT =
      new Limits(100, 64 * 1024, 8 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(60));

  /** Limits of what a connection brings, without one of how many there are. */
  public Limits(
      int maxFields, int maxFieldBytes, int maxTarget, Duration requestHead, Duration clientIdle) {
    this(maxFields, maxFieldBytes, maxTarget, requestHead, clientIdle, 0, 0);
  }

  /** The same with other limits of connections, in all and for each client; 0: no limit. */
  public Limits withConnections(int most, int perClient) {
    return new Limits(
        maxFields, maxFieldBytes, maxTarget, requestHead, clientIdle, most, perClient);
  }

  /**
   * Checks each value.
   *
   * @throws InvalidConfigException if one is out of bounds
   */
  public Limits {
    requireNonNull(requestHead, "requestHead");
    requireNonNull(clientIdle, "clientIdle");
    Problems problems = new Problems();
    check("max_fields", maxFields, MOST_FIELDS, problems);
    check("max_field_bytes", maxFieldBytes, MOST_FIELD_BYTES, problems);
    check("max_target", maxTarget, MOST_TARGET, problems);
    check("request_head_timeout", requestHead.toMillis(), LONGEST_MILLIS, problems);
    check("client_idle_timeout", clientIdle.toMillis(), LONGEST_MILLIS, problems);
    problems.checkLimit("max_connections", maxConnections);
    problems.checkLimit("max_connections_per_client", maxConnectionsPerClient);
    problems.throwIfAny();
  }

  private static void check(String key, long value, long most, Problems problems) {
    String unit = key.endsWith("_timeout") ? " ms" : "";
    problems.add(
        value < 1 || value > most, key, "must be 1 to " + most + unit + ", was " + value + unit);
  }
}
