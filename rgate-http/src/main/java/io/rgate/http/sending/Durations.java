package io.rgate.http.sending;

import java.time.Duration;

/** Writes durations for people. */
public final class Durations {
  private Durations() {}

  /** For example {@code 60 s} or {@code 250 ms}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
