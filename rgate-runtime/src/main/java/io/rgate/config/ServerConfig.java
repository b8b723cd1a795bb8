package io.rgate.config;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;

/**
 * Where the gateway listens and what it lets clients do; fixed for as long as it runs.
 *
 * @param host the name or address of the interface; {@code 0.0.0.0} for all of them
 * @param port 0 to 65535; 0 for any free one
 * @param limits what a client may ask of the gateway
 */
public record ServerConfig(String host, int port, Limits limits) {
  /** What is in force where a configuration says nothing: port 8080 of every interface. */
  public static final ServerConfig DEFAULT = new ServerConfig("0.0.0.0", 8080, Limits.DEFAULT);

  /** With the default limits; checks as the other constructor does. */
  public ServerConfig(String host, int port) {
    this(host, port, Limits.DEFAULT);
  }

  /**
   * Checks host and port.
   *
   * @throws InvalidConfigException if the host is blank or the port is outside 0-65535
   */
  public ServerConfig {
    requireNonNull(host, "host");
    requireNonNull(limits, "limits");
    if (host.isBlank()) {
      throw new InvalidConfigException(
          "host", "must be a host name or an address, such as 0.0.0.0, was blank");
    }
    if (port < 0 || port > 65_535) {
      throw new InvalidConfigException("port", "must be 0 to 65535, was " + port);
    }
  }
}
