package io.rgate.runtime.forward;

import io.rgate.api.Attempts;
import io.rgate.api.Route;
import io.rgate.runtime.balance.Gate;
import io.rgate.runtime.exchange.Gauge;
import java.time.Duration;
import java.util.List;

/** A request that is under way: it counts at its route and has a place at its backend. */
final class Place {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Gauge gauge;
  private final Gate gate;

  private Place(Gauge gauge, Gate gate) {
    this.gauge = gauge;
    this.gate = gate;
  }

  /**
   * Takes a place, and waits for it if need be.
   *
   * @throws ForwardException if there is none
   */
  static Place take(Route route, Gauge gauge, Gate gate) throws ForwardException {
    try {
      if (gate.enter()) {
        gauge.begin();
        return new Place(gauge, gate);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ForwardException(
        "backend '" + route.backend() + "' has as many requests as its limit allows",
        new Attempts(route.name(), route.backend(), List.of()),
        null,
        SOON);
  }

  /** Called once, when the request is over. */
  void release() {
    gauge.end();
    gate.leave();
  }
}
