package io.rgate.stats.memory;

/**
 * The classes that latencies are counted in: 64 of equal width in each octave, so that the middle
 * of a class is at most 1/128 (0.78 %) away from everything in it.
 */
final class Buckets {
  /** The exponent of the least latency that is told apart: 512 ns, far below any request's. */
  private static final int FIRST_OCTAVE = 9;

  /** The exponent of the first latency that no longer is: 2^42 ns, 73 minutes. */
  private static final int END_OCTAVE = 42;

  private static final int SUB_BITS = 6;
  private static final int IN_OCTAVE = 1 << SUB_BITS;
  private static final long LEAST = 1L << FIRST_OCTAVE;
  private static final long GREATEST = (1L << END_OCTAVE) - 1;

  /** How many classes there are. */
  static final int COUNT = (END_OCTAVE - FIRST_OCTAVE) * IN_OCTAVE;

  private Buckets() {}

  /** The class of a latency; the first or the last one for what lies outside of all. */
  static int of(long nanos) {
    long value = Math.clamp(nanos, LEAST, GREATEST);
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int inOctave = (int) (value >>> (octave - SUB_BITS)) - IN_OCTAVE;
    return (octave - FIRST_OCTAVE) * IN_OCTAVE + inOctave;
  }

  /** The latency in the middle of a class, in nanoseconds. */
  static long middle(int bucket) {
    int widthBits = FIRST_OCTAVE - SUB_BITS + bucket / IN_OCTAVE;
    long low = (long) (IN_OCTAVE + bucket % IN_OCTAVE) << widthBits;
    return low + (1L << (widthBits - 1));
  }
}
