package io.rgate.http.loop;

/** Says how long somebody waits for the far side. */
@FunctionalInterface
public interface Patience {
  /** Longer than any process runs, and still to be counted in nanoseconds. */
  long FOR_EVER = Long.MAX_VALUE / 4;

  /**
   * How many nanoseconds from now a wait that began at {@code since}, on the clock of {@link
   * System#nanoTime()}, may still take; 0 or less if it has taken too long. Asked when the wait
   * begins and again when the time that was told has passed.
   */
  long left(long since);

  /** Each wait may take {@code nanos}. */
  static Patience of(long nanos) {
    return since -> since + nanos - System.nanoTime();
  }

  /** All waits together end {@code nanos} from now. */
  static Patience until(long nanos) {
    long due = System.nanoTime() + nanos;
    return since -> due - System.nanoTime();
  }
}
