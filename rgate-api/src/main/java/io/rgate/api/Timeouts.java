package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the gateway waits for the far side, be it origin or client; nothing limits a stream as a
 * whole.
 *
 * @param connect until a connection to an endpoint is made
 * @param responseHead from the last byte of the request to the head of the response
 * @param idleBody between two pieces of content, of the request as of the response
 */
public record Timeouts(Duration connect, Duration responseHead, Duration idleBody) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** 5 seconds to connect, 60 seconds for the head of a response and for pauses in content. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /**
   * Checks each.
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

  /** The same with another time to connect. */
  public Timeouts withConnect(Duration other) {
    return new Timeouts(other, responseHead, idleBody);
  }

  /** The same with another time to wait for the head of a response. */
  public Timeouts withResponseHead(Duration other) {
    return new Timeouts(connect, other, idleBody);
  }

  /** The same with another time that content may pause. */
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
