package io.rgate.stats.memory;

import io.rgate.api.StatsSnapshot;
import io.rgate.api.StatsSnapshot.Latency;

/** What all stripes have counted together; for one thread. */
final class Totals {
  private static final double NANOS_A_MILLI = 1e6;

  private final long[] buckets = new long[Buckets.COUNT];
  private long success;
  private long error;
  private double nanos;
  private long samples;

  void addCounts(long moreSuccess, long moreError) {
    success += moreSuccess;
    error += moreError;
  }

  void addNanos(double more) {
    nanos += more;
  }

  void addBucket(int bucket, long more) {
    buckets[bucket] += more;
    samples += more;
  }

  StatsSnapshot snapshot() {
    long count = success + error;
    if (count == 0) {
      return StatsSnapshot.EMPTY;
    }
    double average = nanos / count / NANOS_A_MILLI;
    return new StatsSnapshot(success, error, new Latency(average, percentile(95), percentile(99)));
  }

  /** The least latency, in milliseconds, that {@code percent} of the samples do not exceed. */
  private double percentile(int percent) {
    long rank = Math.ceilDiv(samples * percent, 100);
    int bucket = 0;
    for (long seen = buckets[0]; seen < rank; seen += buckets[bucket]) {
      bucket++;
    }
    return Buckets.middle(bucket) / NANOS_A_MILLI;
  }
}
