package io.rgate.runtime.plugin;

import java.time.Duration;

/**
 * How long the gateway waits for the code of a discovery.
 *
 * @param start for its {@code start} to return
 * @param close for its {@code close} to return
 */
public record Bounds(Duration start, Duration close) {
  /** Ten seconds for a start, five for a close. */
  public static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(10), Duration.ofSeconds(5));
}
