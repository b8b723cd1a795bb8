package io.rgate.http.loop;

/** How long a thread may wait for the far side. */
@FunctionalInterface
public interface WaitLimit {
  /** Longer than any process runs; fits in a count of nanoseconds. */
  long FOR_EVER = Long.MAX_VALUE / 4;

  /**
   * How many nanoseconds from now a wait may still take, if it began at {@code since} on the clock
   * of {@link System#nanoTime()}; 0 or less if the limit is reached. Called when the wait begins,
   * and again when the returned time has passed.
   */
  long left(long since);

  /** Limits each wait to {@code nanos}. */
  static WaitLimit of(long nanos) {
    return since -> since + nanos - System.nanoTime();
  }

  /** Limits all waits together: they end {@code nanos} from now. */
  static WaitLimit until(long nanos) {
    long due = System.nanoTime() + nanos;
    return since -> due - System.nanoTime();
  }
}
