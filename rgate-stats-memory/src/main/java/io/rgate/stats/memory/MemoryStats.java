package io.rgate.stats.memory;

import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;

/**
 * Counts requests and their latency in a fixed amount of memory, without locks; safe for use by
 * many threads.
 *
 * <p>Counts and the average are exact. A percentile is the smallest latency that so many samples do
 * not exceed, off by at most 0.79 % between 512 ns and 73 minutes; what lies outside counts as the
 * nearer end. Everything counts from the start on, and stays readable after {@link #close}.
 */
public final class MemoryStats implements StatsSink, StatsSource {
  /** How many stripes for a processor: enough that two threads seldom meet in one. */
  private static final int STRIPES_A_PROCESSOR = 4;

  private final Stripe[] stripes;

  private MemoryStats(int processors) {
    stripes = new Stripe[Integer.highestOneBit(processors * STRIPES_A_PROCESSOR)];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
  }

  /** Empty statistics. */
  public static MemoryStats create() {
    return new MemoryStats(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public void record(Sample sample) {
    // Each request has a virtual thread of its own, and their ids are handed out in turn.
    int stripe = (int) Thread.currentThread().threadId() & (stripes.length - 1);
    stripes[stripe].record(sample.success(), sample.totalNanos());
  }

  /**
   * The traffic up to now. Of a sample whose recording has not returned yet, the latency may be in
   * it already and the count not.
   */
  @Override
  public StatsSnapshot snapshot() {
    Totals totals = new Totals();
    for (Stripe stripe : stripes) {
      stripe.addTo(totals);
    }
    return totals.snapshot();
  }

  /** Does nothing: there is nothing to give up or to write out. */
  @Override
  public void close() {}
}
