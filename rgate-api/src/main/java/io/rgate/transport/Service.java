package io.rgate.transport;

import io.rgate.api.Peer;

/** What a front hands its exchanges to; called by many threads at once. */
@FunctionalInterface
public interface Service {

  /**
   * Serves one exchange, on the exchange's own thread, which it may block. The exchange is over
   * when this returns.
   *
   * <p>It ends the response, or aborts the exchange. A return or a throw without a response makes
   * the front answer 500; a return or a throw in the middle of a response makes it abort the
   * exchange.
   */
  void serve(Exchange exchange);

  /**
   * Takes note of what the front has answered itself, because it was no request or exceeded a
   * limit.
   *
   * @param status what the client got
   * @param why for the log; holds nothing that the client sent
   */
  default void refused(Peer peer, int status, String why) {}
}
