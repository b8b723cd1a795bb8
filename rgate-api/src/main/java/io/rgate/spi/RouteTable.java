package io.rgate.spi;

import io.rgate.api.Request;
import io.rgate.api.Route;
import java.util.Optional;

/**
 * Finds the route of a request; immutable, and so safe for use by many threads at once.
 *
 * <p>Called once for every request on the way to its backend: it must not block and should cost the
 * same however many routes there are.
 */
@FunctionalInterface
public interface RouteTable {

  /** The route that {@code request} takes, or empty for the default response. */
  Optional<Route> match(Request request);
}
