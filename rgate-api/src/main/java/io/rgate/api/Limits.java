package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client may ask of the gateway itself, before any route has a say.
 *
 * @param maxFields how many fields a request may have; more get 431
 * @param maxFieldBytes how long the names and values of all fields may be together; more get 431
 * @param maxTarget how long a request's target may be; more get 414
 * @param requestHead how long the head of a request may take, from its first byte; then the
 *     connection is cut
 * @param clientIdle how long a client may take nothing of a response, and how long a filter that
 *     reads a request's content waits for a piece; then the connection is cut
 */
public record Limits(
    int maxFields, int maxFieldBytes, int maxTarget, Duration requestHead, Duration clientIdle) {
  /** The most that the JDK's server is set up to read; beyond it cuts the connection by itself. */
  private static final int MOST_FIELDS = 200;

  private static final int MOST_FIELD_BYTES = 96 * 1024;
  private static final int MOST_TARGET = 24 * 1024;
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  /** 100 fields of 64 KiB together, a target of 8 KiB, 30 s for a head, 60 s for a client. */
  public static final Limits DEFAULT =
      new Limits(100, 64 * 1024, 8 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(60));

  /**
   * Checks each.
   *
   * @throws InvalidConfigException if one is out of bounds
   */
  public Limits {
    requireNonNull(requestHead, "requestHead");
    requireNonNull(clientIdle, "clientIdle");
    List<InvalidConfigException> problems = new ArrayList<>();
    check("max_fields", maxFields, MOST_FIELDS, problems);
    check("max_field_bytes", maxFieldBytes, MOST_FIELD_BYTES, problems);
    check("max_target", maxTarget, MOST_TARGET, problems);
    check("request_head_timeout", requestHead.toMillis(), LONGEST_MILLIS, problems);
    check("client_idle_timeout", clientIdle.toMillis(), LONGEST_MILLIS, problems);
    InvalidConfigException.throwIfAny(problems);
  }

  private static void check(
      String key, long value, long most, List<InvalidConfigException> problems) {
    if (value < 1 || value > most) {
      String unit = key.endsWith("_timeout") ? " ms" : "";
      problems.add(
          new InvalidConfigException(key, "must be 1 to " + most + unit + ", was " + value + unit));
    }
  }
}
