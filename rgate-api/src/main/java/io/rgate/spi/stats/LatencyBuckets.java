package io.rgate.spi.stats;

/**
 * The classes that latencies are counted in: 64 of equal width in each octave, so that the middle
 * of a class is at most 1/128 (0.78 %) away from every latency in the class.
 *
 * <p>From 512 ns to 2<sup>42</sup> ns (73 minutes); a latency outside counts in the first or the
 * last class. The numbers of the classes never change, so that they can be stored.
 */
public final class LatencyBuckets {
  /** How many octaves there are. */
  public static final int OCTAVES = 33;

  /** How many classes there are in an octave. */
  public static final int IN_OCTAVE = 64;

  /** How many classes there are. */
  public static final int COUNT = OCTAVES * IN_OCTAVE;

  /** The exponent of the least latency that has a class of its own; no request is as fast. */
  private static final int FIRST_OCTAVE = 9;

  private static final int SUB_BITS = 6;
  private static final long LEAST = 1L << FIRST_OCTAVE;
  private static final long GREATEST = (1L << (FIRST_OCTAVE + OCTAVES)) - 1;

  private LatencyBuckets() {}

  /** The class of a latency; the first or the last class if the latency lies outside the range. */
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
