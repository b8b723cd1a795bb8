package io.rgate.runtime.forward;

import io.rgate.api.Body;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.StatusException;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.StickyCookie;
import io.rgate.runtime.exchange.Gauge;
import io.rgate.runtime.limit.Gates;
import io.rgate.transport.Upstream;

/**
 * Sends a request to one of a backend's endpoints: {@code clientRequest → originRequest →
 * originResponse → clientResponse}.
 *
 * <p>If no connection could be made, nothing was sent. Then another endpoint is tried, for any
 * method. If something was sent, the origin may have acted on the request. Then only a safe request
 * without content is sent again.
 */
public final class Forwarder {
  private final Upstream upstream;
  private final Gates gates;
  private final ForwardedHeaders headers = new ForwardedHeaders();

  /** Sends requests by {@code upstream}, as many at a time as {@code gates} let through. */
  public Forwarder(Upstream upstream, Gates gates) {
    this.upstream = upstream;
    this.gates = gates;
  }

  Upstream upstream() {
    return upstream;
  }

  ForwardedHeaders headers() {
    return headers;
  }

  /**
   * Forwards {@code clientRequest} to one of {@code pool}.
   *
   * @param gauge counts the requests under way at the route
   * @throws StatusException with 413 if the content is larger than the route allows; with 501 if a
   *     WebSocket is wanted and cannot be
   * @throws ForwardException if there is no endpoint, a limit is reached, or no attempt got an
   *     answer
   */
  public Response forward(Request clientRequest, Route route, Pool pool, Gauge gauge)
      throws ForwardException {
    Response finalAnswer = MaxForwards.answer(clientRequest);
    if (finalAnswer != null) {
      return finalAnswer;
    }
    Request allowed = Switching.allowed(clientRequest, route.forwarding());
    Place place = Place.take(route, pool, gauge, gates, clientRequest);
    Response clientResponse = null;
    try {
      Request limited = limited(allowed, route.forwarding().maxRequestBody());
      clientResponse = new RequestAttempts(this, limited, route, pool, place).answer();
      StickyCookie sticky = pool.sticky();
      return sticky == null ? clientResponse : sticky.withCookie(clientRequest, clientResponse);
    } finally {
      if (clientResponse == null) {
        place.release();
      }
    }
  }

  /**
   * Declared content that is too large is refused before it is sent; undeclared content is counted.
   */
  private static Request limited(Request request, long max) {
    Body body = request.body();
    if (max == Forwarding.UNLIMITED) {
      return request;
    }
    if (body.length() > max) {
      throw new StatusException(413, "content of " + body.length() + " bytes");
    }
    return body.length() == Body.UNKNOWN
        ? request.withBody(
            new Body(new LimitedStream(body.stream(), max), body.length(), body.trailers()))
        : request;
  }
}
