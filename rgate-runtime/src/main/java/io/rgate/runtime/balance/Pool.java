package io.rgate.runtime.balance;

import io.rgate.api.Attempt;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.spi.Balancer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints of a backend, made ready for choosing one of them. Immutable. */
public final class Pool {
  /** Of a backend without endpoints. */
  public static final Pool EMPTY = of(List.of(), RandomBalancer.INSTANCE);

  private final List<Endpoint> endpoints;
  private final Balancer balancer;
  private final Balancer.@Nullable Chooser chooser;

  private Pool(List<Endpoint> endpoints, Balancer balancer) {
    this.endpoints = List.copyOf(endpoints);
    this.balancer = balancer;
    List<Endpoint> takers =
        this.endpoints.stream().filter(endpoint -> endpoint.weight() > 0).toList();
    this.chooser = takers.isEmpty() ? null : balancer.chooser(takers);
  }

  /** A pool of these, drained ones included, among which {@code balancer} chooses. */
  public static Pool of(List<Endpoint> endpoints, Balancer balancer) {
    return new Pool(endpoints, balancer);
  }

  /** This pool if its endpoints and its balancer are the same, otherwise a new one. */
  public Pool updated(List<Endpoint> now, Balancer by) {
    return balancer.equals(by) && endpoints.equals(now) ? this : of(now, by);
  }

  /** All of them, those that are drained too. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Whether there is one to pick. */
  public boolean takesRequests() {
    return chooser != null;
  }

  /** One for {@code request} that no attempt has tried yet, or null if none is left. */
  public @Nullable Endpoint pick(Request request, List<Attempt> attempts) {
    // The chooser is ready for the first attempt, which is nearly always the only one.
    Balancer.Chooser first = attempts.isEmpty() ? chooser : without(attempts).chooser;
    return first == null ? null : first.choose(request);
  }

  private Pool without(List<Attempt> attempts) {
    return of(endpoints.stream().filter(e -> !tried(e, attempts)).toList(), balancer);
  }

  private static boolean tried(Endpoint endpoint, List<Attempt> attempts) {
    return attempts.stream().anyMatch(attempt -> attempt.endpoint().equals(endpoint.id()));
  }
}
