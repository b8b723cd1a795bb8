package io.rgate.stats.memory;

import io.rgate.spi.Sample;
import io.rgate.spi.stats.Tally;
import io.rgate.spi.stats.Tally.LatencyBuckets;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The counters for a part of the threads, without locks. The cells of an octave are made on first
 * use.
 */
final class Stripe {
  /** The first four cells count the classes of status. */
  private static final int STATUSES = 4;

  /** The sum of the latencies: a part in units of 73 years, and the rest. */
  private static final int SUM_HIGH = 4;

  private static final int SUM_LOW = 5;
  private static final int MAX = 6;
  private static final int BYTES_IN = 7;
  private static final int BYTES_OUT = 8;
  private static final int RETRIES = 9;

  /** Two cache lines, so that two stripes do not share one. */
  private static final int CELLS = 16;

  private static final int LOW_BITS = 61;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;

  private final AtomicLongArray cells = new AtomicLongArray(CELLS);
  private final AtomicReferenceArray<AtomicLongArray> octaves =
      new AtomicReferenceArray<>(LatencyBuckets.OCTAVES);

  /**
   * Counts one request. The count is raised last, so that a thread that reads the count also reads
   * the latency.
   *
   * @return whether no other thread changed the count at the same moment
   */
  boolean record(Sample sample) {
    // A latency is negative if the clock was set back; it counts as 0.
    long latency = Math.max(0, sample.totalNanos());
    int bucket = LatencyBuckets.of(latency);
    octave(bucket / LatencyBuckets.IN_OCTAVE).getAndIncrement(bucket % LatencyBuckets.IN_OCTAVE);
    addNanos(latency);
    raiseMax(latency);
    addUnlessZero(BYTES_IN, sample.bytesIn());
    addUnlessZero(BYTES_OUT, sample.bytesOut());
    return increment(Math.clamp(sample.status() / 100, 2, 5) - 2);
  }

  private void addNanos(long latency) {
    // A single sum of nanoseconds would overflow after 106 days of a thousand open streams.
    if (cells.addAndGet(SUM_LOW, latency & LOW_MASK) > LOW_MASK) {
      cells.getAndAdd(SUM_LOW, -LOW_MASK - 1);
      cells.getAndIncrement(SUM_HIGH);
    }
    addUnlessZero(SUM_HIGH, latency >>> LOW_BITS);
  }

  private boolean increment(int cell) {
    long seen = cells.get(cell);
    if (cells.compareAndSet(cell, seen, seen + 1)) {
      return true;
    }
    cells.getAndIncrement(cell);
    return false;
  }

  void addRetry() {
    cells.getAndIncrement(RETRIES);
  }

  private AtomicLongArray octave(int index) {
    AtomicLongArray octave = octaves.get(index);
    if (octave != null) {
      return octave;
    }
    octaves.compareAndSet(index, null, new AtomicLongArray(LatencyBuckets.IN_OCTAVE));
    return octaves.get(index);
  }

  private void raiseMax(long latency) {
    if (latency > cells.get(MAX)) {
      cells.accumulateAndGet(MAX, latency, Math::max);
    }
  }

  private void addUnlessZero(int cell, long more) {
    if (more != 0) {
      cells.getAndAdd(cell, more);
    }
  }

  /** Adds the counts of {@code tally}. */
  void add(Tally tally) {
    tally.forEachBucket((bucket, count) ->
        octave(bucket / LatencyBuckets.IN_OCTAVE)
            .getAndAdd(bucket % LatencyBuckets.IN_OCTAVE, count));
    BigInteger nanos = tally.nanos();
    addUnlessZero(SUM_HIGH, nanos.shiftRight(LOW_BITS).longValue());
    addNanos(nanos.longValue() & LOW_MASK);
    raiseMax(tally.maxNanos());
    cells.getAndAdd(BYTES_IN, tally.bytesIn());
    cells.getAndAdd(BYTES_OUT, tally.bytesOut());
    cells.getAndAdd(RETRIES, tally.retries());
    for (int i = 0; i < STATUSES; i++) {
      cells.getAndAdd(i, tally.count(i + 2));
    }
  }

  /** Adds the counts to {@code tally}, in the opposite order of {@link #record}. */
  void addTo(Tally tally) {
    tell(tally, AtomicLongArray::get);
  }

  /** Adds the counts to {@code tally} and sets them to zero, so that each count moves once. */
  void moveTo(Tally tally) {
    tell(tally, (array, index) -> array.getAndSet(index, 0));
  }

  /** Reads a cell. */
  @FunctionalInterface
  private interface Read {
    long cell(AtomicLongArray array, int index);
  }

  private void tell(Tally tally, Read read) {
    for (int i = 0; i < STATUSES; i++) {
      tally.addCount(i + 2, read.cell(cells, i));
    }
    tally.addBytes(read.cell(cells, BYTES_IN), read.cell(cells, BYTES_OUT));
    tally.addRetries(read.cell(cells, RETRIES));
    tally.raiseMax(read.cell(cells, MAX));
    BigInteger high = BigInteger.valueOf(read.cell(cells, SUM_HIGH));
    tally.addNanos(high.shiftLeft(LOW_BITS).add(BigInteger.valueOf(read.cell(cells, SUM_LOW))));
    for (int i = 0; i < LatencyBuckets.OCTAVES; i++) {
      AtomicLongArray octave = octaves.get(i);
      for (int k = 0; octave != null && k < LatencyBuckets.IN_OCTAVE; k++) {
        tally.addBucket(i * LatencyBuckets.IN_OCTAVE + k, read.cell(octave, k));
      }
    }
  }
}
