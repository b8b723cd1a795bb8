package io.rgate.runtime.plugin;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A balancer that may throw or choose nothing: another one chooses then. */
public final class GuardedBalancer implements Balancer {
  private final Balancer plugin;
  private final Balancer fallback;
  private final FaultLog log;

  /** Has {@code fallback} choose where {@code plugin} fails. */
  public GuardedBalancer(Balancer plugin, Balancer fallback) {
    this.plugin = plugin;
    this.fallback = fallback;
    this.log = new FaultLog("balancer", plugin);
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints) {
    return guarded(fallback.chooser(endpoints), () -> plugin.chooser(endpoints));
  }

  @Override
  public Chooser chooser(List<Endpoint> endpoints, Function<Endpoint, Load> loads) {
    return guarded(fallback.chooser(endpoints, loads), () -> plugin.chooser(endpoints, loads));
  }

  private Chooser guarded(Chooser second, Supplier<Chooser> made) {
    try {
      Chooser first = requireNonNull(made.get(), "a balancer's chooser");
      return request -> choose(first, second, request);
    } catch (RuntimeException | Error e) {
      log.failed(e);
      return second;
    }
  }

  private Endpoint choose(Chooser first, Chooser second, Request request) {
    try {
      return requireNonNull(first.choose(request), "the endpoint that a balancer chose");
    } catch (RuntimeException | Error e) {
      log.failed(e);
      return second.choose(request);
    }
  }
}
