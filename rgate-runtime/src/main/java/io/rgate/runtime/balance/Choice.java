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
  private final List<Endpoint> last = new ArrayList<>(0);
  private final List<Endpoint> growing = new ArrayList<>(0);

  /** Whether one of those that work has not failed lately. */
  private boolean anySound;

  /** The one that is out and may be probed first, of those that were not tried. */
  private @Nullable Endpoint nextToProbe;

  /** One that fails the checks of its health, and that was not tried. */
  private @Nullable Endpoint down;

  /**
   * Whether no endpoint gets requests. A request goes to one of them only then, so that origins get
   * no more requests than clients send.
   */
  private boolean allOut;

  /** The usual time of the endpoint that answers first. */
  private final long quickest;

  /** Sorts {@code takers}, without those that {@code attempts} have tried. */
  Choice(Pool pool, List<Endpoint> takers, List<Attempt> attempts) {
    this.pool = pool;
    this.allOut = attempts.isEmpty();
    this.quickest = quickest(pool, takers);
    for (Endpoint taker : takers) {
      EndpointState state = pool.stateOf(taker);
      allOut &= state.isOut();
      if (!isTried(taker, attempts) && Rooms.isAt(pool, state)) {
        sort(taker, state);
      }
    }
  }

  private static long quickest(Pool pool, List<Endpoint> takers) {
    long least = Long.MAX_VALUE;
    for (Endpoint taker : takers) {
      EndpointState state = pool.stateOf(taker);
      long usual = state.latencyNanos();
      if (usual > 0 && usual < least && !state.isOut()) {
        least = usual;
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
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
      return;
    }
    if (state.isOut() || state.isLast()) {
      Endpoint other = nextToProbe;
      if (other == null || state.isProbedBefore(pool.stateOf(other))) {
        nextToProbe = taker;
      }
    }
    if (!state.isOut()) {
      listFor(state).add(taker);
    }
  }

  private List<Endpoint> listFor(EndpointState state) {
    if (isBehind(state)) {
      return avoided;
    }
    if (state.isLast()) {
      return last;
    }
    if (state.isPassedBy(now)) {
      return growing;
    }
    anySound |= !state.isFailing(pool.rules().ejection());
    return working;
  }

  private boolean isBehind(EndpointState state) {
    Traffic traffic = state.traffic();
    return state.isAvoided(now) || traffic.isSilent() || traffic.isStrained(quickest);
  }

  /** One of them, or null if there is none that may get {@code request}. */
  @Nullable Pick pick(Request request, boolean repeatable) {
    Pick probe = probe(repeatable);
    if (probe != null) {
      return probe;
    }
    while (true) {
      List<Endpoint> from = best();
      if (from.isEmpty()) {
        return null;
      }
      Pick pick = pool.choose(request, from);
      if (pick.takeRoom()) {
        return pick;
      }
      if (!remove(pick.endpoint())) {
        return null; // a balancer's own making
      }
    }
  }

  /** Leaves out one that has no room now. */
  private boolean remove(Endpoint full) {
    return working.remove(full)
        || growing.remove(full)
        || last.remove(full)
        || avoided.remove(full);
  }

  private List<Endpoint> best() {
    if (anySound && !working.isEmpty()) {
      return working;
    }
    if (!growing.isEmpty()) {
      return growing;
    }
    working.addAll(last);
    last.clear();
    return working.isEmpty() ? avoided : working;
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
    boolean alone = working.isEmpty() && growing.isEmpty() && last.isEmpty() && avoided.isEmpty();
    return alone ? state.isOver(now) : repeatable && state.isDue(now);
  }
}
