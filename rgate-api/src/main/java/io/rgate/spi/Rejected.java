package io.rgate.spi;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An instance that a discovery found but that cannot take requests, and the reason. The gateway
 * uses it to say why a backend has no endpoint.
 *
 * @param id identifies the instance during its whole life
 * @param name a name for people to read
 * @param labels all the labels that the instance carries
 * @param reason a few words: {@code unhealthy}, {@code no TCP port is exposed}
 */
public record Rejected(String id, String name, Map<String, String> labels, String reason) {

  /** Copies the labels. */
  public Rejected {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(labels, "labels");
    requireNonNull(reason, "reason");
    labels = Map.copyOf(labels);
  }
}
