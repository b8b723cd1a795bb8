package io.rgate.runtime.balancer;

import io.rgate.spi.Balancer;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;

/** Has endpoints chosen by chance and weight, whatever they have to do: {@code pure_random}. */
public final class PureRandomProvider implements BalancerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public PureRandomProvider() {}

  @Override
  public String name() {
    return "pure_random";
  }

  @Override
  public Balancer create(Settings settings) {
    return RandomBalancer.read(settings, RandomBalancer.PURE);
  }
}
