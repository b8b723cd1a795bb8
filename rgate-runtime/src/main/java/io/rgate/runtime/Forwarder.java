package io.rgate.runtime;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.StatusException;
import io.rgate.api.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends a request to one of a backend's endpoints: {@code clientRequest → originRequest →
 * originResponse → clientResponse}.
 *
 * <p>Where no connection could be made nothing was sent, so another endpoint is tried, whatever the
 * method. Where the connection ended before one byte of an answer, the request may have had its
 * effect: only a safe one without content is sent again.
 */
final class Forwarder {
  /** The first endpoint and two others. */
  private static final int MAX_ATTEMPTS = 3;

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final EndpointPicker picker;
  private final Upstream upstream;
  private final ForwardedHeaders headers;

  Forwarder(EndpointPicker picker, Upstream upstream, ForwardedHeaders headers) {
    this.picker = picker;
    this.upstream = upstream;
    this.headers = headers;
  }

  /**
   * Forwards {@code clientRequest} to one of {@code pool}.
   *
   * @throws StatusException with 413 if the content is larger than the route allows
   * @throws ForwardException if there is no endpoint, or none of those tried gave an answer
   */
  Response forward(Request clientRequest, Route route, Pool pool) throws ForwardException {
    Request limited = limited(clientRequest, route.forwarding().maxRequestBody());
    List<Attempt> attempts = new ArrayList<>(1);
    Optional<Endpoint> endpoint = picker.pick(pool, attempts);
    UpstreamException last = null;
    while (endpoint.isPresent() && attempts.size() < MAX_ATTEMPTS) {
      long start = System.nanoTime();
      String id = endpoint.get().id();
      try {
        Response originResponse = send(endpoint.get(), limited, route.forwarding());
        attempts.add(new Attempt(id, Stage.BODY, null, System.nanoTime() - start));
        return clientResponse(originResponse, trail(route, attempts));
      } catch (UpstreamException e) {
        attempts.add(new Attempt(id, e.stage(), e.failure(), System.nanoTime() - start));
        last = e;
        if (!mayTryAgain(e, clientRequest)) {
          break;
        }
      }
      endpoint = picker.pick(pool, attempts);
    }
    throw new ForwardException(
        attempts.isEmpty()
            ? "no endpoint of backend '" + route.backend() + "'"
            : "no answer from backend '" + route.backend() + "'",
        trail(route, attempts),
        last);
  }

  private Response send(Endpoint endpoint, Request clientRequest, Forwarding forwarding)
      throws UpstreamException {
    Fields fields = headers.toOrigin(clientRequest, endpoint, forwarding);
    return upstream.send(endpoint, clientRequest.withFields(fields), forwarding.timeouts());
  }

  /** Nothing is sent of content that is known to be too large; other content is counted. */
  private static Request limited(Request request, long max) {
    Body body = request.body();
    if (max == Forwarding.UNLIMITED) {
      return request;
    }
    if (body.length() > max) {
      throw new StatusException(413, "content of " + body.length() + " bytes");
    }
    return body.length() == Body.UNKNOWN
        ? request.withBody(new Body(new LimitedStream(body.stream(), max), body.length()))
        : request;
  }

  /** RFC 9110, 9.2.2: only what cannot do any harm a second time is sent a second time. */
  private static boolean mayTryAgain(UpstreamException e, Request clientRequest) {
    return e.stage() == Stage.CONNECT
        || (e.failure() == Failure.CLOSED
            && SAFE.contains(clientRequest.method())
            && clientRequest.body().isEmpty());
  }

  private Response clientResponse(Response originResponse, Trail trail) {
    return new Response(
        originResponse.status(),
        headers.toClient(originResponse.fields()),
        originResponse.body(),
        trail);
  }

  private static Trail trail(Route route, List<Attempt> attempts) {
    return new Trail(route.pathPrefix(), route.backend(), attempts);
  }
}
