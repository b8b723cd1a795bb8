package io.rgate.runtime.balancer;

import io.rgate.spi.Balancer;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;

/** Has the endpoint chosen that has the fewest requests under way: {@code least_requests}. */
public final class LeastRequestsProvider implements BalancerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LeastRequestsProvider() {}

  @Override
  public String name() {
    return "least_requests";
  }

  @Override
  public Balancer create(Settings settings) {
    return new CheapestBalancer(Balancer.Load::inFlight);
  }
}
