package io.rgate.transport;

import io.rgate.api.Peer;

/** Serves the exchanges of a front; called by many threads at once. */
@FunctionalInterface
public interface Service {

  /**
   * Serves one exchange, on the exchange's own thread, which it may block. The exchange is over
   * when this method returns.
   *
   * <p>The service ends the response, or aborts the exchange. If it returns or throws before a
   * response has begun, the front answers 500. If it does so in the middle of a response, the front
   * aborts the exchange.
   */
  void serve(Exchange exchange);

  /**
   * Receives a report of an answer that the front gave itself, because the bytes were no request or
   * exceeded a limit.
   *
   * @param status the status that the client got
   * @param why the reason for the log; contains nothing that the client sent
   */
  default void refused(Peer peer, int status, String why) {}
}
