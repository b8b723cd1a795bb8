package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the gateway waits for an origin or a client. No timeout limits the whole time of a
 * stream.
 *
 * @param connect the time to make a connection to an endpoint
 * @param responseHead the time from the last byte of the request to the head of the response
 * @param idleBody the longest pause between two pieces of content, in the request and in the
 *     response
 */
public record Timeouts(Duration connect, Duration responseHead, Duration idleBody) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** 5 seconds to connect, 60 seconds for the head of a response and for pauses in content. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /**
   * Checks each timeout.
   *
   * @throws InvalidConfigException if one is zero, negative or longer than a year
   */
  public Timeouts {
    requireNonNull(connect, "connect");
    requireNonNull(responseHead, "responseHead");
    requireNonNull(idleBody, "idleBody");
    List<InvalidConfigException> problems = new ArrayList<>();
    check("connect", connect, problems);
    check("response_head", responseHead, problems);
    check("idle_body", idleBody, problems);
    InvalidConfigException.throwIfAny(problems);
  }

  /** The same timeouts with another time to connect. */
  public Timeouts withConnect(Duration other) {
    return new Timeouts(other, responseHead, idleBody);
  }

  /** The same timeouts with another time to wait for the head of a response. */
  public Timeouts withResponseHead(Duration other) {
    return new Timeouts(connect, other, idleBody);
  }

  /** The same timeouts with another pause in content. */
  public Timeouts withIdleBody(Duration other) {
    return new Timeouts(connect, responseHead, other);
  }

  private static void check(String key, Duration value, List<InvalidConfigException> problems) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      problems.add(
          new InvalidConfigException(key, "must be more than 0 and at most a year, was " + value));
    }
  }
}
