package io.rgate.runtime;

import io.rgate.api.Attempt;
import io.rgate.api.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Chooses among a backend's endpoints, each with the same chance. */
final class EndpointPicker {
  private final Supplier<? extends RandomGenerator> random;

  /**
   * Chooses by {@code random}, which is asked on every pick so that each thread can have its own.
   */
  EndpointPicker(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  /** One of {@code endpoints} that no attempt has tried yet, or empty if none is left. */
  Optional<Endpoint> pick(List<Endpoint> endpoints, List<Attempt> attempts) {
    List<Endpoint> left =
        attempts.isEmpty()
            ? endpoints
            : endpoints.stream().filter(e -> !tried(e, attempts)).toList();
    return switch (left.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(left.getFirst());
      default -> Optional.of(left.get(random.get().nextInt(left.size())));
    };
  }

  private static boolean tried(Endpoint endpoint, List<Attempt> attempts) {
    return attempts.stream().anyMatch(attempt -> attempt.endpoint().equals(endpoint.id()));
  }
}
