package io.rgate.runtime.forward;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.Gauge;
import io.rgate.runtime.limit.Gate;
import io.rgate.runtime.limit.Gates;
import io.rgate.runtime.limit.WaitingLine.End;
import io.rgate.transport.UpstreamException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is under way: it counts at its route, and has a place at the gateway, at its route
 * and at its backend, in this order, where they have limits. It gives each back where it took it,
 * whatever a reload has changed meanwhile.
 */
final class Place {
  /** The most content that costs the origin more time than the client. */
  private static final long LITTLE = 64 * 1024;

  private final Gauge gauge;
  private final Request request;

  // Null where there was no limit.
  private @Nullable Gate atGateway;
  private @Nullable Gate atRoute;
  private @Nullable Gate atBackend;

  private Place(Gauge gauge, Request request) {
    this.gauge = gauge;
    this.request = request;
  }

  /**
   * Takes a place, and waits for it if need be.
   *
   * @throws ForwardException if there is none
   */
  static Place take(Route route, Pool pool, Gauge gauge, Gates gates, Request request)
      throws ForwardException {
    Place place = new Place(gauge, request);
    boolean taken = false;
    try {
      place.enter(gates, route, pool);
      gauge.begin();
      taken = true;
      return place;
    } finally {
      if (!taken) {
        place.leave();
      }
    }
  }

  private void enter(Gates gates, Route route, Pool pool) throws ForwardException {
    Gate gateway = gates.ofGateway();
    if (!gateway.isOpen()) {
      atGateway = entered(gateway, "the gateway", route);
    }
    if (!route.concurrency().isUnlimited()) {
      atRoute = entered(gates.of(route), "route '" + route.name() + "'", route);
    }
    Gate backend = pool.gate();
    if (!backend.isOpen()) {
      atBackend = entered(backend, "backend '" + route.backend() + "'", route);
    }
  }

  private Gate entered(Gate gate, String whose, Route route) throws ForwardException {
    ExchangeScope scope = ExchangeScope.of(request);
    // A client that leaves leaves the queue, too.
    End end = gate.enter(scope == null ? null : scope.cancellation());
    if (end != End.TAKEN) {
      throw LimitException.of(whose, end, route, List.of());
    }
    return gate;
  }

  /**
   * Tells adaptive limits of an attempt that began then and has its answer's head now. Failures are
   * often quick, and the time for much content is the client's: both say nothing of how much the
   * origin can do.
   */
  void answered(int status, long began) {
    long length = request.body().length();
    if (status < 500 && length >= 0 && length <= LITTLE) {
      tell(began);
    }
  }

  /** Tells them of an attempt that began then and has failed now. */
  void failed(UpstreamException e, long began) {
    if (e.failure() == Failure.TIMEOUT && e.stage() == Stage.HEAD) {
      tell(began);
    }
  }

  private void tell(long began) {
    if (atRoute != null) {
      atRoute.answered(began);
    }
    if (atBackend != null) {
      atBackend.answered(began);
    }
  }

  /** Called once, when the request is over. */
  void release() {
    gauge.end();
    leave();
  }

  private void leave() {
    leave(atBackend);
    leave(atRoute);
    leave(atGateway);
  }

  private static void leave(@Nullable Gate gate) {
    if (gate != null) {
      gate.leave();
    }
  }
}
