package io.rgate.api;

import java.io.IOException;

/**
 * Gets each request that is to be routed, and its response. Use it for authentication, header
 * rules, tracing and the like.
 *
 * <p>Filters are called in the order in which they were added, on the request's own virtual thread,
 * by many threads at once; they may block. If the handlers behind a filter fail, {@code next}
 * returns an error response. So a filter sees a {@link Response} for every request that it passes
 * on.
 */
@FunctionalInterface
public interface Filter {

  /**
   * Calls {@code next} once with {@code request} or a changed request, and returns its response or
   * a changed one; or answers without calling {@code next}. A filter must close each response that
   * it does not return.
   *
   * @throws StatusException to end the request with a status that the filter chooses
   * @throws IOException if there is no answer; the client gets 500
   */
  Response filter(Request request, Handler next) throws IOException;
}
