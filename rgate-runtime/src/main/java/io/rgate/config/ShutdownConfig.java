package io.rgate.config;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a gateway stops; fixed while it runs.
 *
 * @param grace how long requests and new connections are served as before, while {@code /ready}
 *     already says no
 * @param drain how long after that requests under way may take to end
 */
public record ShutdownConfig(Duration grace, Duration drain) {

  /** The default: no grace, and 10 seconds for requests under way. */
  public static final ShutdownConfig DEFAULT =
      new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(10));

  /**
   * Checks both.
   *
   * @throws InvalidConfigException if one is negative or longer than 365 days
   */
  public ShutdownConfig {
    requireNonNull(grace, "grace");
    requireNonNull(drain, "drain");
    List<InvalidConfigException> problems = new ArrayList<>();
    check("grace", grace, problems);
    check("drain", drain, problems);
    InvalidConfigException.throwIfAny(problems);
  }

  private static void check(String key, Duration value, List<InvalidConfigException> problems) {
    // A longer time overflows where it is counted in nanoseconds.
    if (value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
      problems.add(new InvalidConfigException(key, "must be 0 to 365 days, was " + value));
    }
  }
}
