package io.rgate.runtime.forward;

import io.rgate.api.Attempt;
import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Rooms;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.limit.WaitingLine;
import io.rgate.runtime.limit.WaitingLine.End;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks an endpoint of a backend that limits the requests under way at each; where all are full the
 * request waits. For one thread.
 */
final class Picking implements BooleanSupplier {
  private final Pool pool;
  private final Rooms rooms;
  private final Request request;
  private final boolean repeatable;
  private final List<Attempt> attempts;
  private @Nullable Pick picked;

  /** For the next attempt at {@code request}, where {@code rooms} are those of {@code pool}. */
  Picking(Pool pool, Rooms rooms, Request request, boolean repeatable, List<Attempt> attempts) {
    this.pool = pool;
    this.rooms = rooms;
    this.request = request;
    this.repeatable = repeatable;
    this.attempts = attempts;
  }

  /** Whether there is nothing to wait for: an endpoint was picked, or none may be. */
  @Override
  public boolean getAsBoolean() {
    picked = pool.pick(request, repeatable, attempts);
    return picked != null || !Rooms.isFull(pool, attempts);
  }

  /**
   * The endpoint, or null if none is left or all are out.
   *
   * @throws ForwardException if all are full, and the request may not wait or has waited too long
   */
  @Nullable Pick next(Route route) throws ForwardException {
    WaitingLine line = rooms.line();
    if (line.isEmpty() && getAsBoolean()) {
      return picked;
    }
    ExchangeScope scope = ExchangeScope.of(request);
    End end =
        line.await(this, pool.rules().concurrency(), scope == null ? null : scope.cancellation());
    if (end == End.TAKEN) {
      return picked;
    }
    throw LimitException.of(
        "each endpoint of backend '" + route.backend() + "'", end, route, attempts);
  }
}
