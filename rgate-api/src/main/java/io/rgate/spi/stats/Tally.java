package io.rgate.spi.stats;

import io.rgate.api.StatsDetail.Latency;
import io.rgate.api.StatsDetail.Statuses;
import io.rgate.api.StatsDetail.Traffic;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds up requests: counts, latency and bytes, in at most 18 KiB; for one thread.
 *
 * <p>Counts, sums and the greatest latency are exact. Percentiles come from {@link LatencyBuckets}:
 * they are off by at most 0.79 % and never above the greatest latency. A sink may count in a tally
 * and store its parts, or fill a tally with stored parts, to get the sums that {@code /stats}
 * shows.
 */
public final class Tally {
  private static final double NANOS_A_MILLI = 1e6;

  private final Histogram histogram = new Histogram();
  private final long[] statuses = new long[4];
  private BigInteger wholeNanos = BigInteger.ZERO;
  private long nanos;
  private long maxNanos;
  private long bytesIn;
  private long bytesOut;
  private long retries;
  private @Nullable Instant since;

  /** Makes a tally of zeros. */
  public Tally() {}

  /** Adds one request. Its retries belong to other endpoints and are not added. */
  public void add(Sample sample) {
    long latency = Math.max(0, sample.totalNanos());
    addCount(sample.status() / 100, 1);
    addBucket(LatencyBuckets.of(latency), 1);
    addNanos(latency);
    raiseMax(latency);
    addBytes(sample.bytesIn(), sample.bytesOut());
    lowerSince(sample.start());
  }

  /** Adds the counts of another tally. */
  public void add(Tally other) {
    for (int i = 0; i < statuses.length; i++) {
      statuses[i] += other.statuses[i];
    }
    histogram.add(other.histogram);
    addNanos(other.nanos());
    raiseMax(other.maxNanos);
    addBytes(other.bytesIn, other.bytesOut);
    addRetries(other.retries);
    if (other.since != null) {
      lowerSince(other.since);
    }
  }

  /**
   * The difference between this tally and {@code earlier}, an older state of the same counts, which
   * was taken at {@code moment}. The greatest latency of the result is known to its class only.
   */
  public Tally after(Tally earlier, Instant moment) {
    Tally rest = new Tally();
    for (int i = 0; i < statuses.length; i++) {
      rest.statuses[i] = statuses[i] - earlier.statuses[i];
    }
    rest.histogram.add(histogram);
    rest.histogram.subtract(earlier.histogram);
    rest.addNanos(nanos().subtract(earlier.nanos()));
    rest.maxNanos = Math.max(Math.min(maxNanos, rest.histogram.greatest()), rest.averageNanos());
    rest.addBytes(bytesIn - earlier.bytesIn, bytesOut - earlier.bytesOut);
    rest.retries = retries - earlier.retries;
    rest.since = moment;
    return rest;
  }

  /**
   * Adds to the count of a class of status.
   *
   * @param statusClass 2 to 5; a lower number counts as 2, a higher one as 5
   */
  public void addCount(int statusClass, long more) {
    statuses[Math.clamp(statusClass, 2, 5) - 2] += more;
  }

  /** Adds to the count of one of the {@link LatencyBuckets}. */
  public void addBucket(int bucket, long more) {
    histogram.add(bucket, more);
  }

  /** Adds to the sum of latencies. */
  public void addNanos(BigInteger more) {
    wholeNanos = wholeNanos.add(more);
  }

  private void addNanos(long more) {
    nanos += more;
    if (nanos < 0 || nanos > Long.MAX_VALUE / 2) {
      // Also correct if the addition has just overflowed: the sum is less than 2^64 then.
      wholeNanos = wholeNanos.add(new BigInteger(Long.toUnsignedString(nanos)));
      nanos = 0;
    }
  }

  /** Raises the greatest latency to {@code latencyNanos} if that is greater. */
  public void raiseMax(long latencyNanos) {
    maxNanos = Math.max(maxNanos, latencyNanos);
  }

  /** Adds bytes of content. */
  public void addBytes(long in, long out) {
    bytesIn += in;
    bytesOut += out;
  }

  /** Adds attempts that were followed by another one. */
  public void addRetries(long more) {
    retries += more;
  }

  /** Sets the first start to {@code start} if that is earlier. */
  public void lowerSince(Instant start) {
    if (since == null || start.isBefore(since)) {
      since = start;
    }
  }

  /** How many requests had a status of that class, 2 to 5. */
  public long count(int statusClass) {
    return statuses[statusClass - 2];
  }

  /** How many requests were counted. */
  public long count() {
    return statuses[0] + statuses[1] + statuses[2] + statuses[3];
  }

  /** The sum of latencies. */
  public BigInteger nanos() {
    return wholeNanos.add(BigInteger.valueOf(nanos));
  }

  /** The greatest latency, in nanoseconds. */
  public long maxNanos() {
    return maxNanos;
  }

  /** Bytes of content that clients sent. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes of content that were written to clients. */
  public long bytesOut() {
    return bytesOut;
  }

  /** How many attempts were followed by another one. */
  public long retries() {
    return retries;
  }

  /** When the first request began; null if there is none. */
  public @Nullable Instant since() {
    return since;
  }

  /** Calls {@code visitor} with each of the {@link LatencyBuckets} that is not empty. */
  public void forEachBucket(BucketVisitor visitor) {
    histogram.forEach(visitor);
  }

  /** Receives the count of one class of latency. */
  @FunctionalInterface
  public interface BucketVisitor {
    /** Receives the count of {@code bucket}, which is not zero. */
    void visit(int bucket, long count);
  }

  /** The two counts and the latency that {@code /stats} shows. */
  public StatsSnapshot snapshot() {
    if (count() == 0) {
      return StatsSnapshot.EMPTY;
    }
    Latency latency = latency();
    return new StatsSnapshot(
        statuses[0] + statuses[1],
        statuses[2] + statuses[3],
        new StatsSnapshot.Latency(latency.average(), latency.p95(), latency.p99()));
  }

  /** All counts. */
  public Traffic traffic() {
    return new Traffic(
        since,
        new Statuses(statuses[0], statuses[1], statuses[2], statuses[3]),
        latency(),
        bytesIn,
        bytesOut,
        retries);
  }

  private Latency latency() {
    if (count() == 0) {
      return Traffic.NONE.latency();
    }
    return new Latency(
        nanos().doubleValue() / count() / NANOS_A_MILLI,
        percentile(50),
        percentile(95),
        percentile(99),
        maxNanos / NANOS_A_MILLI);
  }

  /** In milliseconds. The middle of a class can be greater than the greatest latency in it. */
  private double percentile(int percent) {
    return Math.min(histogram.percentile(percent), maxNanos) / NANOS_A_MILLI;
  }

  /** Rounded up; 0 if there is no request. It is never above the greatest latency. */
  private long averageNanos() {
    long count = count();
    return count == 0
        ? 0
        : nanos().add(BigInteger.valueOf(count - 1)).divide(BigInteger.valueOf(count)).longValue();
  }

  /**
   * The classes that latencies are counted in: 64 of equal width in each octave, so that the middle
   * of a class is at most 1/128 (0.78 %) away from every latency in the class.
   *
   * <p>From 512 ns to 2<sup>42</sup> ns (73 minutes); a latency outside counts in the first or the
   * last class. The numbers of the classes never change, so that they can be stored.
   */
  public static final class LatencyBuckets {
    /** How many octaves there are. */
    public static final int OCTAVES = 33;

    /** How many classes there are in an octave. */
    public static final int IN_OCTAVE = 64;

    /** How many classes there are. */
    public static final int COUNT = OCTAVES * IN_OCTAVE;

    /** The exponent of the least latency that is told apart, far below any request's. */
    private static final int FIRST_OCTAVE = 9;

    private static final int SUB_BITS = 6;
    private static final long LEAST = 1L << FIRST_OCTAVE;
    private static final long GREATEST = (1L << (FIRST_OCTAVE + OCTAVES)) - 1;

    private LatencyBuckets() {}

    /** The class of a latency; the first or the last class if the latency is outside of all. */
    public static int of(long nanos) {
      long value = Math.clamp(nanos, LEAST, GREATEST);
      int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
      int inOctave = (int) (value >>> (octave - SUB_BITS)) - IN_OCTAVE;
      return (octave - FIRST_OCTAVE) * IN_OCTAVE + inOctave;
    }

    /** The latency in the middle of a class, in nanoseconds. */
    public static long middle(int bucket) {
      int widthBits = FIRST_OCTAVE - SUB_BITS + bucket / IN_OCTAVE;
      long low = (long) (IN_OCTAVE + bucket % IN_OCTAVE) << widthBits;
      return low + (1L << (widthBits - 1));
    }
  }
}
