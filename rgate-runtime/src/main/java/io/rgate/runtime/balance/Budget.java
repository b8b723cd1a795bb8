package io.rgate.runtime.balance;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many requests of a backend are being sent again at one time, so that retries do not
 * make an overload worse. Safe for use by many threads.
 */
public final class Budget {
  private static final int ALWAYS = 10;

  private final AtomicInteger used = new AtomicInteger();

  /** With nothing used. */
  public Budget() {}

  /**
   * Takes one place, to be given back by {@link #release}; false if there is none.
   *
   * @param percent how many of a hundred requests
   * @param inFlight the number of requests under way
   */
  public boolean take(int percent, int inFlight) {
    int most = Math.max(percent == 0 ? 0 : ALWAYS, (int) ((long) inFlight * percent / 100));
    if (used.incrementAndGet() <= most) {
      return true;
    }
    used.decrementAndGet();
    return false;
  }

  /** Gives a place back. */
  public void release() {
    used.decrementAndGet();
  }
}
