package io.rgate.acme;

import java.time.Duration;
import java.time.Instant;

/**
 * How often something is done again.
 *
 * @param look the time between two looks at the folder
 * @param away the wait after a server could not be reached, doubled up to {@code awayMost}
 * @param refused the wait after a server has refused, doubled up to {@code refusedMost}
 * @param order how long a server may take for a check, and how long for a certificate
 */
record Pace(
    Duration look,
    Duration away,
    Duration awayMost,
    Duration refused,
    Duration refusedMost,
    Duration order) {
  private static final int MOST_DOUBLINGS = 20;

  /** Let's Encrypt lets a host fail 5 times an hour. */
  static final Pace DEFAULT =
      new Pace(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofMinutes(2));

  /** The wait after that many failures, the last of which was of this kind. */
  Duration after(int failures, boolean serverIsAway) {
    Duration first = serverIsAway ? away : refused;
    Duration most = serverIsAway ? awayMost : refusedMost;
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return wait.compareTo(most) < 0 ? wait : most;
  }

  /**
   * When a certificate is renewed: at two thirds of its life, or up to a twentieth of its life
   * sooner, so that several gateways do not begin in the same moment.
   *
   * @param share from 0 to 1, drawn by chance
   */
  static Instant renewal(Instant begin, Instant end, double share) {
    double millis = Duration.between(begin, end).toMillis() * (2.0 / 3 - share / 20);
    return begin.plusMillis(Math.round(millis));
  }
}
