package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the gateway waits for an origin or a client. No timeout limits the whole time of a
 * stream or a tunnel.
 *
 * @param connect the time to make a connection to an endpoint
 * @param responseHead the time from the last byte of the request to the head of the response
 * @param idleBody the longest pause between two pieces of content, in the request and in the
 *     response
 * @param idleTunnel how long a tunnel, such as a WebSocket, stays open while neither side sends
 *     anything
 */
public record Timeouts(
    Duration connect, Duration responseHead, Duration idleBody, Duration idleTunnel) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /**
   * 5 seconds to connect, 60 seconds for the head of a response and for pauses in content, an hour
   * for pauses in a tunnel.
   */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /** With the time for pauses in a tunnel of {@link #DEFAULT}: an hour. */
  public Timeouts(Duration connect, Duration responseHead, Duration idleBody) {
    this(connect, responseHead, idleBody, Duration.ofHours(1));
  }

  /**
   * Checks each timeout.
   *
   * @throws InvalidConfigException if one is zero, negative or longer than a year
   */
  public Timeouts {
    requireNonNull(connect, "connect");
    requireNonNull(responseHead, "responseHead");
    requireNonNull(idleBody, "idleBody");
    requireNonNull(idleTunnel, "idleTunnel");
    List<InvalidConfigException> problems = new ArrayList<>();
    check("connect", connect, problems);
    check("response_head", responseHead, problems);
    check("idle_body", idleBody, problems);
    check("idle_tunnel", idleTunnel, problems);
    InvalidConfigException.throwIfAny(problems);
  }

  /** The same timeouts with another time to connect. */
  public Timeouts withConnect(Duration other) {
    return new Timeouts(other, responseHead, idleBody, idleTunnel);
  }

  /** The same timeouts with another time to wait for the head of a response. */
  public Timeouts withResponseHead(Duration other) {
    return new Timeouts(connect, other, idleBody, idleTunnel);
  }

  /** The same timeouts with another pause in content. */
  public Timeouts withIdleBody(Duration other) {
    return new Timeouts(connect, responseHead, other, idleTunnel);
  }

  /** The same timeouts with another pause in tunnels. */
  public Timeouts withIdleTunnel(Duration other) {
    return new Timeouts(connect, responseHead, idleBody, other);
  }

  private static void check(String key, Duration value, List<InvalidConfigException> problems) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      problems.add(
          new InvalidConfigException(key, "must be more than 0 and at most a year, was " + value));
    }
  }
}
