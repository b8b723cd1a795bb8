package io.rgate.spi;

import io.rgate.api.Request;
import io.rgate.api.Route;
import java.util.Optional;

/**
 * Finds the route of a request. Immutable, and so safe for use by many threads at once.
 *
 * <p>Called once for every request before it is forwarded. It must not block, and its time should
 * not grow with the number of routes.
 */
@FunctionalInterface
public interface RouteTable {

  /** The route of {@code request}, or empty if the default response is to be sent. */
  Optional<Route> match(Request request);
}
