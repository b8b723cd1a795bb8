package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The states of all endpoints of a gateway, by their ids. Safe for use by many threads. */
public final class EndpointStates {
  private static final int MANY = 10_000;
  private static final long NEVER = 0;

  private final Map<String, EndpointState> states = new ConcurrentHashMap<>();
  private final AtomicInteger out = new AtomicInteger();
  private final AtomicLong troubledUntil = new AtomicLong(NEVER);

  /** Of endpoints of which nothing is known yet. */
  public EndpointStates() {}

  /** The state of the endpoint with that id: the same object while anything is known of it. */
  public EndpointState of(String id) {
    EndpointState known = states.get(id);
    return known == null ? added(id) : known;
  }

  private EndpointState added(String id) {
    if (states.size() >= MANY) {
      // Those of endpoints that no longer exist; a request that holds one keeps using it.
      states.values().removeIf(EndpointState::isForgettable);
    }
    return states.computeIfAbsent(id, name -> new EndpointState(this));
  }

  /**
   * Forgets the failures of endpoints that were not there before: they have just started.
   *
   * @param now all endpoints
   * @param before those that were there before
   */
  public void started(List<Endpoint> now, List<Endpoint> before) {
    Set<String> known = before.stream().map(Endpoint::id).collect(Collectors.toSet());
    for (Endpoint endpoint : now) {
      EndpointState state = known.contains(endpoint.id()) ? null : states.get(endpoint.id());
      if (state != null) {
        state.restarted();
      }
    }
  }

  /** How many requests are under way at each endpoint that has any. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    states.forEach((id, state) -> {
      if (state.inFlight() > 0) {
        counts.put(id, state.inFlight());
      }
    });
    return counts;
  }

  /** Whether an endpoint may be out, avoided or growing, so that a choice has to look closer. */
  boolean isTroubled() {
    if (out.get() > 0) {
      return true;
    }
    long until = troubledUntil.get();
    if (until == NEVER) {
      return false;
    }
    if (System.nanoTime() - until < 0) {
      return true;
    }
    troubledUntil.compareAndSet(until, NEVER);
    return false;
  }

  void outs(int change) {
    out.addAndGet(change);
  }

  /** Says that the states matter until then. */
  void troubled(long until) {
    troubledUntil.accumulateAndGet(until, (a, b) -> a == NEVER || b - a > 0 ? b : a);
  }
}
