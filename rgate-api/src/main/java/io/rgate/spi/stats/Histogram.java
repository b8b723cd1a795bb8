package io.rgate.spi.stats;

import io.rgate.spi.stats.Tally.BucketVisitor;
import io.rgate.spi.stats.Tally.LatencyBuckets;
import java.util.Arrays;

/** Counts by {@link LatencyBuckets}; an octave takes memory only after its first latency. */
final class Histogram {
  private static final int IN_OCTAVE = LatencyBuckets.IN_OCTAVE;
  private static final long[] EMPTY = new long[0];

  private final long[][] octaves = new long[LatencyBuckets.OCTAVES][];

  Histogram() {
    Arrays.fill(octaves, EMPTY);
  }

  void add(int bucket, long more) {
    octave(bucket / IN_OCTAVE)[bucket % IN_OCTAVE] += more;
  }

  void add(Histogram other) {
    other.forEach(this::add);
  }

  void subtract(Histogram other) {
    other.forEach((bucket, count) -> add(bucket, -count));
  }

  private long[] octave(int octave) {
    if (octaves[octave].length == 0) {
      octaves[octave] = new long[IN_OCTAVE];
    }
    return octaves[octave];
  }

  void forEach(BucketVisitor visitor) {
    for (int octave = 0; octave < octaves.length; octave++) {
      long[] counts = octaves[octave];
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != 0) {
          visitor.visit(octave * IN_OCTAVE + i, counts[i]);
        }
      }
    }
  }

  /**
   * The middle of the highest class that is not empty, in nanoseconds; 0 if all classes are empty.
   */
  long greatest() {
    long[] greatest = {0};
    forEach((bucket, count) -> greatest[0] = LatencyBuckets.middle(bucket));
    return greatest[0];
  }

  /**
   * The least latency, in nanoseconds, that {@code percent} of all latencies do not exceed; 0 if
   * empty.
   */
  long percentile(int percent) {
    long[] count = {0};
    forEach((bucket, more) -> count[0] += more);
    long rank = Math.ceilDiv(count[0] * percent, 100);
    long[] seen = {0};
    long[] found = {0};
    forEach((bucket, more) -> {
      if (seen[0] < rank) {
        found[0] = LatencyBuckets.middle(bucket);
      }
      seen[0] += more;
    });
    return found[0];
  }
}
