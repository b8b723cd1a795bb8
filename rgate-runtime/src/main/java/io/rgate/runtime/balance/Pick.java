package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;

/**
 * An endpoint that was chosen for one attempt.
 *
 * @param endpoint the endpoint
 * @param state what is known of it
 * @param kind why it was chosen
 */
public record Pick(Endpoint endpoint, EndpointState state, Kind kind) {

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

  /** Called when the attempt says nothing about the endpoint: another request may probe it. */
  public void abandon() {
    if (probes()) {
      state.abandon();
    }
  }
}
