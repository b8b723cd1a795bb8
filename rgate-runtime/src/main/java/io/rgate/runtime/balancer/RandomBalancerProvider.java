package io.rgate.runtime.balancer;

import io.rgate.spi.Balancer;
import io.rgate.spi.BalancerProvider;
import io.rgate.spi.Settings;

/**
 * Has endpoints chosen by chance and weight: {@code balance: random}, the default. Its setting is
 * {@code seed}.
 */
public final class RandomBalancerProvider implements BalancerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public RandomBalancerProvider() {}

  @Override
  public String name() {
    return "random";
  }

  @Override
  public Balancer create(Settings settings) {
    return RandomBalancer.read(settings, RandomBalancer.INSTANCE);
  }
}
