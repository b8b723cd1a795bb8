package io.rgate.runtime.balance;

import io.rgate.api.Attempt;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.runtime.balance.Pick.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints that one attempt may go to, sorted by what is known of them. For one thread. */
final class Choice {
  private final Pool pool;
  private final long now = System.nanoTime();
  private final List<Endpoint> working = new ArrayList<>();
  private final List<Endpoint> avoided = new ArrayList<>(0);

  /** The one that is out and may be probed first, of those that were not tried. */
  private @Nullable Endpoint nextToProbe;

  /** One that fails the checks of its health, and that was not tried. */
  private @Nullable Endpoint down;

  /**
   * Whether no endpoint gets requests. A request goes to one of them only then, so that origins get
   * no more requests than clients send.
   */
  private boolean allOut;

  /** Sorts {@code takers}, without those that {@code attempts} have tried. */
  Choice(Pool pool, List<Endpoint> takers, List<Attempt> attempts) {
    this.pool = pool;
    this.allOut = attempts.isEmpty();
    for (Endpoint taker : takers) {
      EndpointState state = pool.stateOf(taker);
      allOut &= state.isOut();
      if (!isTried(taker, attempts) && Rooms.isAt(pool, state)) {
        sort(taker, state);
      }
    }
  }

  static boolean isTried(Endpoint endpoint, List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      if (attempt.endpoint().equals(endpoint.id())) {
        return true;
      }
    }
    return false;
  }

  private void sort(Endpoint taker, EndpointState state) {
    if (state.isDown()) {
      down = taker;
    } else if (state.isOut()) {
      Endpoint other = nextToProbe;
      if (other == null || state.outUntil() - pool.stateOf(other).outUntil() < 0) {
        nextToProbe = taker;
      }
    } else if (state.isAvoided(now) || state.isPassedBy(now) || state.isSilent()) {
      avoided.add(taker);
    } else {
      working.add(taker);
    }
  }

  /** One of them, or null if there is none that may get {@code request}. */
  @Nullable Pick pick(Request request, boolean repeatable) {
    Pick probe = probe(repeatable);
    if (probe != null) {
      return probe;
    }
    Pick usual = choose(request, working);
    return usual == null ? choose(request, avoided) : usual;
  }

  /** One of {@code endpoints} at which the request has room now. */
  private @Nullable Pick choose(Request request, List<Endpoint> endpoints) {
    while (!endpoints.isEmpty()) {
      Pick pick = pool.choose(request, endpoints);
      if (pick.takeRoom()) {
        return pick;
      }
      if (!endpoints.remove(pick.endpoint())) {
        return null; // a balancer's own making
      }
    }
    return null;
  }

  private @Nullable Pick probe(boolean repeatable) {
    Endpoint next = nextToProbe == null && allOut ? down : nextToProbe;
    if (next == null) {
      return null;
    }
    EndpointState state = pool.stateOf(next);
    if (!mayProbe(state, repeatable) || !state.claim()) {
      return null;
    }
    Pick probe = new Pick(next, state, allOut ? Kind.LAST_RESORT : Kind.PROBE, pool.rooms());
    if (probe.takeRoom()) {
      return probe;
    }
    probe.abandon();
    return null;
  }

  private boolean mayProbe(EndpointState state, boolean repeatable) {
    if (allOut) {
      return true;
    }
    boolean alone = working.isEmpty() && avoided.isEmpty();
    return state.isDue(now) && (repeatable || alone);
  }
}
