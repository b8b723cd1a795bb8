package io.rgate.limits;

import io.github.bucket4j.ConsumptionProbe;

/**
 * What becomes of one request.
 *
 * @param answer whether it is served
 * @param remaining how many requests may follow at once
 * @param nanos until the bucket is full, if the request is served; else until it may be sent again
 */
record Verdict(Answer answer, long remaining, long nanos) {
  /** The store is away, and requests are served without being counted. */
  static final Verdict UNCOUNTED = new Verdict(Answer.UNCOUNTED, 0, 0);

  /** The store is away, and no request is served. */
  static final Verdict UNAVAILABLE = new Verdict(Answer.UNAVAILABLE, 0, 0);

  /** What a limit says to a request. */
  enum Answer {
    SERVED,
    REFUSED,
    UNCOUNTED,
    UNAVAILABLE
  }

  /** What a bucket said when one token was asked for. */
  static Verdict of(ConsumptionProbe probe) {
    return probe.isConsumed()
        ? new Verdict(Answer.SERVED, probe.getRemainingTokens(), probe.getNanosToWaitForReset())
        : refused(probe.getNanosToWaitForRefill());
  }

  /** The bucket is empty; the next token comes in {@code nanos}. */
  static Verdict refused(long nanos) {
    return new Verdict(Answer.REFUSED, 0, nanos);
  }

  /** {@link #nanos} in whole seconds, rounded up; at least 1 for a request that is not served. */
  long seconds() {
    long up = nanos / 1_000_000_000 + (nanos % 1_000_000_000 == 0 ? 0 : 1);
    return answer == Answer.SERVED ? up : Math.max(1, up);
  }
}
