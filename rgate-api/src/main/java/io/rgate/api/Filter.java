package io.rgate.api;

import java.io.IOException;

/**
 * Sees every request that is to be routed, and its response: one small class for authentication,
 * header rules, tracing and the like.
 *
 * <p>Filters are called in the order in which they were added, on the request's own virtual thread,
 * by many threads at once; they may block. What fails behind a filter has already become a response
 * when {@code next} returns, so a filter sees a {@link Response} for every request that it passes
 * on.
 */
@FunctionalInterface
public interface Filter {

  /**
   * Passes {@code request}, as it is or changed, to {@code next} once and returns its response, as
   * it is or changed; or answers without calling {@code next}. A response that is not returned must
   * be closed.
   *
   * @throws StatusException to end the request with a status of one's own
   * @throws IOException if no answer can be had; the client gets 500
   */
  Response filter(Request request, Handler next) throws IOException;
}
