package io.rgate.http.frame;

import java.util.function.LongSupplier;

/** How much the far side may do that costs work and brings nothing. For one thread. */
final class Budget {
  private final LongSupplier nanos;
  private final int most;
  private final int perSecond;
  private double left;
  private long last;

  /** A budget of {@code most} that grows again by {@code perSecond}; {@code nanos} is a clock. */
  Budget(int most, int perSecond, LongSupplier nanos) {
    this.nanos = nanos;
    this.most = most;
    this.perSecond = perSecond;
    this.left = most;
    this.last = nanos.getAsLong();
  }

  /**
   * Takes one.
   *
   * @throws Http2Exception if none is left
   */
  void spend(String on) throws Http2Exception {
    left -= 1;
    if (left < 0) {
      long now = nanos.getAsLong();
      left = Math.min(most, left + (now - last) / 1e9 * perSecond);
      last = now;
      if (left < 0) {
        throw Http2Exception.calm("too many " + on);
      }
    }
  }

  /** Gives back {@code more} for useful work. */
  void earn(int more) {
    left = Math.min(most, left + more);
  }
}
