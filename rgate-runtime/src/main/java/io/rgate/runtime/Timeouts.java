package io.rgate.runtime;

import java.time.Duration;

/**
 * How long the gateway waits for an origin; none of it limits a stream as a whole.
 *
 * @param connect until a connection is made
 * @param head from the last byte of the request to the head of the response
 * @param idle between two pieces of content
 */
record Timeouts(Duration connect, Duration head, Duration idle) {
  static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));
}
