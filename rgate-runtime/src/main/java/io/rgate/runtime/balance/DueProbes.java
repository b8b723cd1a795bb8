package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import io.rgate.runtime.balance.Pick.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which endpoints of a pool are to be tried by a bare connection at this moment. */
public final class DueProbes {
  private DueProbes() {}

  /** An endpoint that a request cannot probe, and that is due; the caller has to try it. */
  public static @Nullable Pick claim(Pool pool) {
    if (pool.isTroubled()) {
      long now = System.nanoTime();
      for (Endpoint taker : pool.takers()) {
        EndpointState state = pool.stateOf(taker);
        if (state.isDue(now) && state.claim()) {
          return new Pick(taker, state, Kind.PROBE);
        }
      }
    }
    return null;
  }

  /**
   * The endpoints that took no connection and may be asked again whether they take one. Each that
   * does may then be probed; one that does not stays as it is.
   */
  public static List<Pick> unreachable(Pool pool) {
    if (!pool.isTroubled()) {
      return List.of();
    }
    List<Pick> due = new ArrayList<>(0);
    long now = System.nanoTime();
    for (Endpoint taker : pool.takers()) {
      EndpointState state = pool.stateOf(taker);
      if (state.mayKnock(now)) {
        due.add(new Pick(taker, state, Kind.USUAL));
      }
    }
    return due;
  }
}
