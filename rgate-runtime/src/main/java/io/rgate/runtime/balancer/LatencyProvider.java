package io.rgate.runtime.balancer;

import io.rgate.spi.Balancer;
import io.rgate.spi.Balancer.Load;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;

/**
 * Has the endpoint chosen that will probably answer first: {@code latency}. That is its usual time
 * to an answer, for each request that is under way at it and for this one.
 */
public final class LatencyProvider implements BalancerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LatencyProvider() {}

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public Balancer create(Settings settings) {
    return new CheapestBalancer(LatencyProvider::expected);
  }

  /** Nothing is known of a new endpoint, so it gets a request soon. */
  private static double expected(Load load) {
    return (double) load.latencyNanos() * (load.inFlight() + 1) + load.inFlight();
  }
}
