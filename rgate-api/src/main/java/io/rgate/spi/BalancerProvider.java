package io.rgate.spi;

import io.rgate.api.InvalidConfigException;

/** Makes balancers of one kind; what {@link java.util.ServiceLoader} finds. */
public interface BalancerProvider {

  /** What {@code backends[].balance} calls it. */
  String name();

  /**
   * A balancer, made once for all backends that name it with the same settings. The gateway waits
   * 30 seconds for it; one that is an {@link AutoCloseable} is closed with the gateway.
   *
   * @param settings what stands beside {@code type} in {@code balance}; empty if a backend gives
   *     only the name
   * @throws InvalidConfigException if a setting is missing or wrong
   */
  Balancer create(Settings settings);
}
