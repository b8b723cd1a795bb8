package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.balancer.RandomBalancer;
import io.rgate.runtime.plugin.GuardedBalancer;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.spi.Balancer;
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
  private final Map<Plugin, Balancer> made = new HashMap<>();
  private final List<Balancer> toClose = new ArrayList<>();

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
    Plugin wanted = backend.balance();
    if (wanted == null) {
      return forOthers;
    }
    lock.lock();
    try {
      return made.computeIfAbsent(wanted, this::make);
    } finally {
      lock.unlock();
    }
  }

  private Balancer make(Plugin wanted) {
    try {
      Balancer balancer = Plugins.balancer(Plugins.settings("balance", wanted));
      toClose.add(balancer);
      return guarded(balancer);
    } catch (InvalidConfigException e) {
      // The short form has no key of its own for the type.
      throw e.key().equals("balance.type") ? new InvalidConfigException("balance", e.problem()) : e;
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
      toClose.forEach(Plugins::close);
      toClose.clear();
    } finally {
      lock.unlock();
    }
  }
}
