package io.rgate.http.server;

import java.time.Duration;

/** Whether a front is stopping, and since when. Shared by its connections. */
final class Drain {
  /** How long a connection without a request is kept, because a request may be on its way. */
  static final long KEPT = Duration.ofSeconds(1).toNanos();

  private volatile long since;
  private volatile boolean begun;

  void begin() {
    since = System.nanoTime();
    begun = true;
  }

  /** Whether the front is stopping. */
  boolean hasBegun() {
    return begun;
  }

  /** How many nanoseconds a connection that is idle since {@code idleSince} is still kept. */
  long left(long idleSince) {
    long now = System.nanoTime();
    return KEPT - Math.min(now - since, now - idleSince);
  }

  /** Whether a client that sends requests without pause has had its time. */
  boolean isOld() {
    return begun && System.nanoTime() - since > KEPT;
  }
}
