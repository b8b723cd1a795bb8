package io.rgate.http.tls;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Warns of certificates that expire soon: 30 days, 7 days and 1 day before. For one thread. */
final class Expiry {
  private static final int[] DAYS = {0, 1, 7, 30};

  private final Clock clock;
  private final System.Logger log;

  /** The least of {@link #DAYS} that a certificate was warned of. */
  private final Map<String, Integer> warned = new HashMap<>();

  Expiry(Clock clock, System.Logger log) {
    this.clock = clock;
    this.log = log;
  }

  /** Warns of those that have come nearer to their end than at the last warning. */
  void check(List<Identity> identities) {
    Instant now = clock.instant();
    identities.forEach(each -> check(each, now));
  }

  private void check(Identity identity, Instant now) {
    Duration left = Duration.between(now, end(identity));
    int step = step(left);
    String name = told(identity);
    if (now.isBefore(identity.chain().getFirst().getNotBefore().toInstant())
        && warned.putIfAbsent(name + " begins", 0) == null) {
      log.log(WARNING, "a certificate is not valid yet, clients will refuse it: {0}", name);
    }
    if (step == Integer.MAX_VALUE || warned.getOrDefault(name, Integer.MAX_VALUE) <= step) {
      return;
    }
    warned.put(name, step);
    if (step == 0) {
      log.log(WARNING, "a certificate has expired, clients refuse it: {0}", name);
    } else {
      log.log(WARNING, "a certificate expires in {0} days: {1}", left.toDays(), name);
    }
  }

  /** How near the end is: one of {@link #DAYS}, or the greatest number. */
  private static int step(Duration left) {
    for (int days : DAYS) {
      if (left.compareTo(Duration.ofDays(days)) <= 0) {
        return days;
      }
    }
    return Integer.MAX_VALUE;
  }

  private static Instant end(Identity identity) {
    return identity.chain().getFirst().getNotAfter().toInstant();
  }

  /** What the log says of a certificate. */
  static String told(Identity identity) {
    return identity.file()
        + " for "
        + String.join(", ", identity.names())
        + ", until "
        + end(identity).truncatedTo(ChronoUnit.SECONDS);
  }
}
