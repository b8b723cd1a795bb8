package io.rgate.spi;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import java.util.List;
import java.util.function.Function;

/**
 * Says how the requests to a backend are shared out among its endpoints.
 *
 * <p>What it or its choosers throw costs one line a minute in the log; the endpoint is then chosen
 * by chance, as the balancer {@code random} does.
 */
@FunctionalInterface
public interface Balancer {

  /**
   * A chooser among {@code endpoints}, made whenever the endpoints of a backend change. For another
   * attempt at a request, and while endpoints are out, one is made among the others. The gateway
   * keeps it for a time, for requests that have to choose among the same endpoints.
   *
   * @param endpoints at least one, each with a weight above 0
   */
  Chooser chooser(List<Endpoint> endpoints);

  /**
   * The same for a balancer that looks at the load of the endpoints. The gateway calls this one.
   *
   * @param loads gives each of the endpoints its load, the same object each time
   */
  default Chooser chooser(List<Endpoint> endpoints, Function<Endpoint, Load> loads) {
    return chooser(endpoints);
  }

  /** What an endpoint has to do at this moment. Safe for use by several threads. */
  interface Load {

    /** How many requests are under way at it, those of this gateway only. */
    int inFlight();

    /**
     * The usual time to the head of an answer, in nanoseconds; 0 until there was an answer. Recent
     * answers count most.
     */
    long latencyNanos();
  }

  /** Chooses among the endpoints that it was made for; safe for use by several threads. */
  @FunctionalInterface
  interface Chooser {

    /** The endpoint that {@code request} goes to, one of the list. Must not block. */
    Endpoint choose(Request request);
  }
}
