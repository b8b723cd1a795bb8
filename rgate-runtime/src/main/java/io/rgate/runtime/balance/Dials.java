package io.rgate.runtime.balance;

import java.time.Duration;

/**
 * How long it usually takes to connect to a backend, and how many connections are made beside
 * others. Safe for use by many threads.
 *
 * <p>Times are counted in steps, each a quarter longer than the one before. When many were counted,
 * all counts are halved, so that the newer ones matter more.
 */
public final class Dials {
  /** The shortest time that is waited before another endpoint is dialled. */
  static final long LEAST = Duration.ofMillis(50).toNanos();

  private static final int MANY = 256;
  private static final int STEPS = 24;
  private static final double RATIO = 1.25;

  /** The first step ends at {@link #LEAST}: what is shorter makes no difference. */
  private static final long[] ENDS = ends();

  private final int[] counts = new int[STEPS];
  private int total;
  private volatile long usual = LEAST;
  private final Budget beside = new Budget();

  /** Of which nothing is known yet. */
  public Dials() {}

  private static long[] ends() {
    long[] ends = new long[STEPS];
    double end = LEAST;
    for (int i = 0; i < STEPS; i++) {
      ends[i] = (long) end;
      end *= RATIO;
    }
    return ends;
  }

  /** How many are being made beside others, to endpoints that are preferred less. */
  public Budget beside() {
    return beside;
  }

  /** Counts a connection that was made within {@code nanos} and is used. */
  public synchronized void made(long nanos) {
    int step = 0;
    while (step < STEPS - 1 && nanos > ENDS[step]) {
      step++;
    }
    counts[step]++;
    total++;
    if (total >= MANY) {
      halve();
    }
    usual = ENDS[percentile()];
  }

  private void halve() {
    total = 0;
    for (int i = 0; i < STEPS; i++) {
      counts[i] /= 2;
      total += counts[i];
    }
  }

  /** The step below which 99 of 100 are. */
  private int percentile() {
    int above = total / 100;
    int step = STEPS - 1;
    for (int seen = counts[step]; seen <= above && step > 0; seen += counts[step]) {
      step--;
    }
    return step;
  }

  /**
   * How many nanoseconds to wait for a connection before another endpoint is dialled: what 99 of
   * 100 recent connections took at most, but at least 50 ms and at most a quarter of {@code
   * atMost}.
   */
  public long usual(Duration atMost) {
    return Math.min(usual, Math.max(1, atMost.toNanos() / 4));
  }
}
