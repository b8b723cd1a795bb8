package io.rgate.runtime.balancer;

/**
 * Numbers of 64 bits for texts: the same on every machine, and texts that differ a little have
 * numbers that differ in half of their bits.
 */
final class TextHash {
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private TextHash() {}

  /** FNV-1a over the characters, mixed so that the last ones count as much as the first. */
  static long of(String text) {
    long hash = FNV_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /** The last step of SplitMix64, in Stafford's variant 13. */
  static long mixed(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
