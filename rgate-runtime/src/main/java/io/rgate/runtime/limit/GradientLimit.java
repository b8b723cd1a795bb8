package io.rgate.runtime.limit;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A limit that follows the time from a request to the head of its answer, by a gradient: the limit
 * is multiplied by how much longer answers take than they do where little is under way, and a
 * little is added, so that it grows while nothing gets slower. Safe for use by many threads.
 *
 * <p>Every ten seconds in which the limit is needed it is lowered to a quarter for some thirty
 * requests, to learn anew how long answers take where nothing waits at the origin. All times are on
 * the clock of {@link System#nanoTime()}.
 */
final class GradientLimit {
  /** The limit at the start. */
  static final int FIRST = 20;

  static final int LEAST = 2;
  static final int MOST = 1000;

  /** Answers may take so many times as long as they do where little is under way. */
  private static final double TOLERANCE = 1.5;

  /** The limit is at most halved at a time. */
  private static final double STEEPEST = 0.5;

  /** So many answers decide together, and in no less than this time. */
  private static final int SAMPLES = 20;

  private static final int SAMPLES_OF_PROBE = 30;
  private static final int FEWEST = 5;
  private static final long SPAN = Duration.ofMillis(100).toNanos();

  /** Fewer answers have to do after this time. */
  private static final long LONG = Duration.ofSeconds(3).toNanos();

  private static final long BETWEEN_PROBES = Duration.ofSeconds(10).toNanos();

  /** A probe that takes long is followed by a pause that is so many times as long. */
  private static final int PAUSES = 20;

  /** A probe ends after this time, whatever it has seen: long content may have all the places. */
  private static final long LONGEST_PROBE = Duration.ofSeconds(30).toNanos();

  /** The limit is lowered to this part for a probe. */
  private static final int QUARTER = 4;

  private final ReentrantLock lock = new ReentrantLock();

  /** The exact limit, to which it returns after a probe. */
  private double exact = FIRST;

  private volatile int limit = FIRST;

  /** How long an answer takes where little is under way; 0 if that is not known. */
  private double usual;

  private boolean probing;
  private double probeLimit;
  private long probeBegan;
  private boolean probed;
  private long lastProbe;

  /** The exact limit when it was learned how long an answer usually takes. */
  private double then = FIRST;

  private long pause = BETWEEN_PROBES;

  // What was seen since the last decision.
  private int samples;
  private long sum;
  private int busiest;
  private long began;

  /** How many requests may be under way now. */
  int limit() {
    return limit;
  }

  /**
   * Takes note of an answer whose head came {@code now}.
   *
   * @param sent when the request was sent
   * @param inFlight how many requests are under way
   * @return whether the limit has changed
   */
  boolean answered(long sent, long now, int inFlight) {
    // One answer more or less does not matter, so nobody waits for the lock.
    if (!lock.tryLock()) {
      return false;
    }
    try {
      // A request that was sent before the probe waited among too many others.
      if (probing && sent - probeBegan < 0) {
        return false;
      }
      add(now - sent, now, inFlight);
      if (!isEnough(now)) {
        return false;
      }
      decide((double) sum / samples, now);
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** Begins another window; returns whether the limit has changed. */
  private boolean next() {
    samples = 0;
    int before = limit;
    limit = (int) Math.round(probing ? Math.max(LEAST, probeLimit) : exact);
    return limit != before;
  }

  /**
   * Takes note of a request that finds no place {@code now}.
   *
   * @return whether the limit has changed
   */
  boolean refused(long now) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      if (!probing || now - probeBegan < LONGEST_PROBE) {
        return false;
      }
      endProbe(now);
      return next();
    } finally {
      lock.unlock();
    }
  }

  private void add(long nanos, long now, int inFlight) {
    if (samples == 0) {
      sum = 0;
      busiest = 0;
      began = now;
    }
    samples++;
    sum += nanos;
    busiest = Math.max(busiest, inFlight);
  }

  private boolean isEnough(long now) {
    // The first answers are the quick ones; the slow ones must have come, too.
    int enough = probing ? Math.max(SAMPLES_OF_PROBE, 2 * limit) : SAMPLES;
    long least = probing ? 0 : Math.max(SPAN, (long) (2 * usual));
    long lasting = now - began;
    return (samples >= enough && lasting >= least)
        || (samples >= FEWEST && lasting >= Math.max(LONG, least));
  }

  private void decide(double mean, long now) {
    if (probing) {
      learned(mean);
      endProbe(now);
    } else if (busiest <= exact / QUARTER) {
      // As good as a probe.
      learned(usual == 0 ? mean : usual + (mean - usual) / QUARTER);
      probed = true;
      lastProbe = now;
    } else if (busiest >= exact / 2) {
      follow(mean, now);
    }
  }

  private void learned(double mean) {
    usual = mean;
    then = exact;
  }

  private void endProbe(long now) {
    probing = false;
    probed = true;
    lastProbe = now;
    pause = Math.max(BETWEEN_PROBES, PAUSES * (now - probeBegan));
  }

  /** Called while the limit is needed. */
  private void follow(double mean, long now) {
    if (usual > 0) {
      double gradient = Math.clamp(TOLERANCE * usual / mean, STEEPEST, 1);
      exact = Math.clamp(exact * gradient + Math.sqrt(exact) / 2, LEAST, MOST);
    }
    boolean fallen = exact < then / QUARTER;
    if (fallen || !probed || now - lastProbe >= pause) {
      probing = true;
      probeBegan = now;
      // Where so few are slow, too, it is not they who make the origin slow.
      probeLimit = fallen ? exact : exact / QUARTER;
    }
  }
}
