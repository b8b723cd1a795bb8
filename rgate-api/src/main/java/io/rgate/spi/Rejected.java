package io.rgate.spi;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An instance that a discovery sees, and why no request can be sent to it; so that a gateway can
 * say why a backend has no endpoint.
 *
 * @param id names the instance for as long as it lives
 * @param name what people call it
 * @param labels all the labels that the instance carries
 * @param reason a few words: {@code unhealthy}, {@code no TCP port is exposed}
 */
public record Rejected(String id, String name, Map<String, String> labels, String reason) {

  /** Copies. */
  public Rejected {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(labels, "labels");
    requireNonNull(reason, "reason");
    labels = Map.copyOf(labels);
  }
}
