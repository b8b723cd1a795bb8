package io.rgate.discovery.docker.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides which failures of one engine are logged: the first one in a row. If rows follow each
 * other quickly, one in a minute, with their number. For one thread at a time.
 */
final class Outages {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private long lastTold;
  private boolean toldOnce;
  private boolean toldThis;
  private int untold;
  private int tries;

  Outages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The message for a failure; empty if it is not logged. */
  Optional<String> failed(String message) {
    tries++;
    long now = nanoTime.getAsLong();
    if (toldThis || (toldOnce && now - lastTold < PAUSE.toNanos())) {
      untold++;
      return Optional.empty();
    }
    String more = untold == 0 ? "" : " (and " + untold + " failures since the last such message)";
    untold = 0;
    lastTold = now;
    toldOnce = true;
    toldThis = true;
    return Optional.of(message + more);
  }

  /**
   * Called when the engine has answered. Returns a text to add to that message; empty if it is not
   * logged.
   */
  Optional<String> over() {
    boolean news = toldThis || (!toldOnce && tries == 0);
    String after = tries > 1 ? ", after " + tries + " failed tries" : "";
    if (toldThis) {
      untold = 0;
    }
    toldThis = false;
    tries = 0;
    return news ? Optional.of(after) : Optional.empty();
  }
}
