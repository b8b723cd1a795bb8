package io.rgate.api;

import java.io.IOException;

/**
 * Answers a request.
 *
 * <p>Called on the request's own virtual thread, by many threads at once; it may block.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers {@code request}. The caller owns the response and closes it or passes it on.
   *
   * @throws StatusException to end the request with a status that the handler chooses
   * @throws IOException if there is no answer
   */
  Response handle(Request request) throws IOException;
}
