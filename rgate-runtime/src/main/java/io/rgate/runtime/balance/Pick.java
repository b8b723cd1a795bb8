package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that was chosen for one attempt.
 *
 * @param endpoint the endpoint
 * @param state what is known of it
 * @param kind why it was chosen
 * @param rooms limits the requests at each endpoint; null: nothing does
 */
public record Pick(Endpoint endpoint, EndpointState state, Kind kind, @Nullable Rooms rooms) {

  /** An endpoint without a limit of its own. */
  public Pick(Endpoint endpoint, EndpointState state, Kind kind) {
    this(endpoint, state, kind, null);
  }

  /** Takes room at the endpoint; false if there is none. */
  boolean takeRoom() {
    return rooms == null || rooms.take(state);
  }

  /**
   * Called {@code now} when the attempt begins, at once after the choice; {@link #end} or {@link
   * #endWithoutAnswer} must follow.
   */
  public void begin(long now) {
    if (rooms == null) {
      state.traffic().begin(now);
    } else {
      state.traffic().beginInRoom(now);
    }
  }

  /** Called when the attempt is over that has had an answer, however that ended. */
  public void end() {
    state.traffic().end();
    if (rooms != null) {
      rooms.left();
    }
  }

  /** Called when the attempt is over that has had no answer. */
  public void endWithoutAnswer() {
    state.traffic().endWithoutAnswer();
    if (rooms != null) {
      rooms.left();
    }
  }

  /** Why an endpoint was chosen. */
  public enum Kind {
    /** It is one of those that get requests. */
    USUAL,
    /** It was out for its time; this request finds out whether it works again. */
    PROBE,
    /** All endpoints are out, so this is the only request at any of them. */
    LAST_RESORT
  }

  /** Whether the endpoint was out when it was chosen. */
  public boolean probes() {
    return kind != Kind.USUAL;
  }

  /** Called when no attempt begins: gives back what the choice has taken. */
  public void drop() {
    abandon();
    if (rooms != null) {
      end();
    }
  }

  /** Called when the attempt says nothing about the endpoint: another request may probe it. */
  public void abandon() {
    if (probes()) {
      state.abandon();
    }
  }
}
