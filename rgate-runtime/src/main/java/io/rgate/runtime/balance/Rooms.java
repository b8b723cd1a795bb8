package io.rgate.runtime.balance;

import io.rgate.api.Attempt;
import io.rgate.api.Endpoint;
import io.rgate.runtime.limit.WaitingLine;
import java.util.List;

/**
 * Limits how many requests are under way at each endpoint of a backend.
 *
 * @param each how many, at least 1
 * @param line requests that wait for room
 */
public record Rooms(int each, WaitingLine line) {

  /** Takes room at that endpoint; false if there is none. */
  boolean take(EndpointState state) {
    return state.traffic().takeRoom(each);
  }

  /** Called when there is room again. */
  void left() {
    line.moved();
  }

  /** Whether that endpoint of {@code pool} may get one more request. */
  static boolean isAt(Pool pool, EndpointState state) {
    Rooms rooms = pool.rooms();
    return rooms == null || state.inFlight() < rooms.each;
  }

  /** Whether there is an endpoint that {@code attempts} have not tried and that has no room. */
  public static boolean isFull(Pool pool, List<Attempt> attempts) {
    for (Endpoint taker : pool.takers()) {
      EndpointState state = pool.stateOf(taker);
      if (!isAt(pool, state) && !state.isOut() && !Choice.isTried(taker, attempts)) {
        return true;
      }
    }
    return false;
  }
}
