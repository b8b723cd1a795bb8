package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.balance.RandomBalancer;
import io.rgate.runtime.plugin.GuardedBalancer;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.spi.Balancer;
import io.rgate.spi.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The balancers of a gateway, each made once, when the first backend names it. */
final class Balancers {
  private final ReentrantLock lock = new ReentrantLock();
  private final Balancer forOthers;
  private final Map<String, Balancer> byName = new HashMap<>();
  private final List<Balancer> made = new ArrayList<>();

  /** Has {@code given} choose, or chance if it is null, for backends that name no balancer. */
  Balancers(@Nullable Balancer given) {
    forOthers = given == null ? RandomBalancer.INSTANCE : guarded(given);
  }

  /**
   * The balancer of {@code backend}.
   *
   * @throws InvalidConfigException about its key {@code balance} if there is no such balancer
   */
  Balancer of(Backend backend) {
    String name = backend.balance();
    if (name == null) {
      return forOthers;
    }
    lock.lock();
    try {
      return byName.computeIfAbsent(name, this::make);
    } finally {
      lock.unlock();
    }
  }

  private Balancer make(String name) {
    try {
      Balancer balancer = Plugins.balancer(Settings.of("balance", Map.of("type", name), k -> null));
      made.add(balancer);
      return guarded(balancer);
    } catch (InvalidConfigException e) {
      throw new InvalidConfigException("balance", e.problem());
    }
  }

  private static Balancer guarded(Balancer balancer) {
    return balancer instanceof RandomBalancer
        ? balancer
        : new GuardedBalancer(balancer, RandomBalancer.INSTANCE);
  }

  /** Closes those that were made here. */
  void close() {
    lock.lock();
    try {
      made.forEach(Plugins::close);
      made.clear();
    } finally {
      lock.unlock();
    }
  }
}
