package io.rgate.runtime.filter;

import io.rgate.api.Filter;
import io.rgate.api.GatewayConfig.Plugin;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A filter of a route or a backend, with the number of its users: the configuration in force is
 * one, and so is each exchange that goes through the filter. When the last of them leaves, the
 * filter is closed. Safe for use by many threads.
 */
public final class PlacedFilter {
  private final Plugin said;
  private final Filter filter;
  private final @Nullable Runnable close;

  /** The configuration that the filter was made for is the first user; 0 is for ever. */
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * Counts the users of {@code filter}.
   *
   * @param said what the configuration says about it
   * @param close closes it, once; null if nothing is to be closed, then nobody counts
   */
  public PlacedFilter(Plugin said, Filter filter, @Nullable Runnable close) {
    this.said = said;
    this.filter = filter;
    this.close = close;
  }

  Plugin said() {
    return said;
  }

  Filter filter() {
    return filter;
  }

  /** Whether its users have to be counted. */
  boolean isCounted() {
    return close != null;
  }

  /** Adds a user, who has to leave later; false if the filter is closed. */
  boolean enter() {
    return close == null || users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** A user leaves; the last one has the filter closed, by a thread that nobody waits for. */
  void leave() {
    Runnable last = close;
    if (last != null && users.decrementAndGet() == 0) {
      Thread.ofVirtual().name("rgate-close").start(last);
    }
  }
}
