package io.rgate.runtime.plugin;

import java.time.Duration;

/**
 * How long the gateway waits for the code of a discovery.
 *
 * @param start for the return of its {@code start}
 * @param close for the return of its {@code close}
 */
public record Bounds(Duration start, Duration close) {
  /** Ten seconds for a start, five for an end. */
  public static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(10), Duration.ofSeconds(5));
}
