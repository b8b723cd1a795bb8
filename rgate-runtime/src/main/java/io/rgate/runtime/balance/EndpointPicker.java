package io.rgate.runtime.balance;

import io.rgate.api.Attempt;
import io.rgate.api.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Picks one of a backend's endpoints at random, in proportion to the weights. */
public final class EndpointPicker {
  private final Supplier<? extends RandomGenerator> random;

  /**
   * Picks with {@code random}, which is called for every pick, so that each thread can have its
   * own.
   */
  public EndpointPicker(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  /** An endpoint of {@code pool} that no attempt has tried yet, or empty if there is none. */
  public Optional<Endpoint> pick(Pool pool, List<Attempt> attempts) {
    // The pool is prepared for the first attempt, which is nearly always the only one.
    return (attempts.isEmpty() ? pool : without(pool, attempts)).pick(random.get());
  }

  private static Pool without(Pool pool, List<Attempt> attempts) {
    return Pool.of(pool.endpoints().stream().filter(e -> !tried(e, attempts)).toList());
  }

  private static boolean tried(Endpoint endpoint, List<Attempt> attempts) {
    return attempts.stream().anyMatch(attempt -> attempt.endpoint().equals(endpoint.id()));
  }
}
