package io.rgate.discovery.docker;

import io.rgate.api.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What became of a container.
 *
 * @param endpoint null if it cannot be one
 * @param reason why not, empty if it can
 */
record Placement(Container container, @Nullable Endpoint endpoint, String reason) {

  static Placement at(Container container, Endpoint endpoint) {
    return new Placement(container, endpoint, "");
  }

  static Placement rejected(Container container, String reason) {
    return new Placement(container, null, reason);
  }
}
