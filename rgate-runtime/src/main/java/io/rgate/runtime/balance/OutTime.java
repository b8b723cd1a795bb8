package io.rgate.runtime.balance;

import io.rgate.api.Backend.Ejection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long an endpoint is out, each time twice as long as before, and when a bare connection
 * may be tried meanwhile: one at a time, and the rarer the longer it is out. What changes the time
 * is for one thread at a time; the rest is safe for many.
 */
final class OutTime {
  /** Each time is up to a fifth longer or shorter, so that not all end together. */
  private static final int JITTER = 5;

  private static final long LEAST_BETWEEN = Duration.ofMillis(100).toNanos();

  /** So many bare connections are tried in the time for which an endpoint is out. */
  private static final int MANY = 10;

  /** After so many times its length a request probes the endpoint, whatever bare ones said. */
  private static final int DOUBTFUL = 3;

  private final AtomicLong nextKnock = new AtomicLong(System.nanoTime());
  private volatile long nanos;
  private volatile long until;

  /** How often it was out without a longer time of success in between. */
  private int times;

  /** Begins a time that counts from {@code now}, and returns how long it is. */
  long begin(Ejection rules, long now) {
    nanos = next(rules);
    until = now + nanos;
    return nanos;
  }

  private long next(Ejection rules) {
    long longest = rules.most().toNanos();
    long next = rules.first().toNanos();
    for (int i = 0; i < times && next < longest; i++) {
      next *= 2;
    }
    next = Math.min(next, longest);
    return next + ThreadLocalRandom.current().nextLong(-next / JITTER, next / JITTER + 1);
  }

  /** When it is over. */
  long until() {
    return until;
  }

  /** Whether it has been over for so long that a bare connection cannot have told the truth. */
  boolean isLongOver(long now) {
    return now - until > DOUBTFUL * nanos;
  }

  /** Makes it end {@code now}. */
  void end(long now) {
    until = now;
  }

  /** Makes the next time longer. */
  void grow() {
    times++;
  }

  /** Makes the next time as short as the first. */
  void forget() {
    times = 0;
  }

  /** Takes the right to try a bare connection; false if it is too early. */
  boolean mayKnock(long now) {
    long due = nextKnock.get();
    return due - now <= 0 && nextKnock.compareAndSet(due, now + nanos);
  }

  /** Called when the bare connection was made, or could not be made. */
  void knocked(long now) {
    nextKnock.set(now + Math.max(LEAST_BETWEEN, nanos / MANY));
  }
}
