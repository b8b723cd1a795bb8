package io.rgate.stats.memory;

import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of a share of the threads: one array, so that a record touches two cache lines. */
final class Stripe {
  private static final int SUCCESS = 0;
  private static final int ERROR = 1;

  /** The sum of the latencies, in units of 1024 ns, and the sum of what that leaves over. */
  private static final int SUM_HIGH = 2;

  private static final int SUM_LOW = 3;

  /** Behind the first cache line. */
  private static final int BUCKETS = 8;

  private static final int LOW_BITS = 10;

  private final AtomicLongArray cells = new AtomicLongArray(BUCKETS + Buckets.COUNT);

  /**
   * Counts one request. The count comes last: who sees it sees the latency too.
   *
   * @param nanos less than nothing, from a clock that was set back, counts as nothing
   */
  void record(boolean success, long nanos) {
    long latency = Math.max(0, nanos);
    cells.getAndIncrement(BUCKETS + Buckets.of(latency));
    // One sum of nanoseconds would overflow in 106 days of a thousand open streams.
    cells.getAndAdd(SUM_HIGH, latency >>> LOW_BITS);
    cells.getAndAdd(SUM_LOW, latency & ((1L << LOW_BITS) - 1));
    cells.getAndIncrement(success ? SUCCESS : ERROR);
  }

  /** Adds all that was counted; in the opposite order, see {@link #record}. */
  void addTo(Totals totals) {
    totals.addCounts(cells.get(SUCCESS), cells.get(ERROR));
    double high = cells.get(SUM_HIGH);
    totals.addNanos(high * (1L << LOW_BITS) + cells.get(SUM_LOW));
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      totals.addBucket(bucket, cells.get(BUCKETS + bucket));
    }
  }
}
