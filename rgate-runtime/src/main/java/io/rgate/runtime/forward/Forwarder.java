package io.rgate.runtime.forward;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Attempts;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.StatusException;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.Gauge;
import io.rgate.runtime.exchange.Gauges;
import io.rgate.runtime.exchange.HopByHop;
import io.rgate.runtime.exchange.OriginStream;
import io.rgate.runtime.exchange.RequestId;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to one of a backend's endpoints: {@code clientRequest → originRequest →
 * originResponse → clientResponse}.
 *
 * <p>If no connection could be made, nothing was sent. Then another endpoint is tried, for any
 * method. If the connection ended before the first byte of an answer, the origin may have acted on
 * the request. Then only a safe request without content is sent again.
 */
public final class Forwarder {
  /** The first endpoint and two others. */
  private static final int MAX_ATTEMPTS = 3;

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Upstream upstream;
  private final ForwardedHeaders headers = new ForwardedHeaders();
  private final Gauges<String> endpoints;

  /** Counts what is under way at each endpoint in {@code endpoints}. */
  public Forwarder(Upstream upstream, Gauges<String> endpoints) {
    this.upstream = upstream;
    this.endpoints = endpoints;
  }

  /**
   * Forwards {@code clientRequest} to one of {@code pool}.
   *
   * @param gauge counts the requests under way at the route
   * @throws StatusException with 413 if the content is larger than the route allows
   * @throws ForwardException if there is no endpoint, or no attempt got an answer
   */
  public Response forward(Request clientRequest, Route route, Pool pool, Gauge gauge)
      throws ForwardException {
    Response finalAnswer = MaxForwards.answer(clientRequest);
    if (finalAnswer != null) {
      return finalAnswer;
    }
    gauge.begin();
    Response clientResponse = null;
    try {
      Request limited = limited(clientRequest, route.forwarding().maxRequestBody());
      clientResponse = tryEach(limited, route, pool, gauge);
      return clientResponse;
    } finally {
      if (clientResponse == null) {
        gauge.end();
      }
    }
  }

  private Response tryEach(Request clientRequest, Route route, Pool pool, Gauge gauge)
      throws ForwardException {
    ExchangeScope scope = ExchangeScope.of(clientRequest);
    List<Attempt> attempts = new ArrayList<>(1);
    Endpoint endpoint = pool.pick(clientRequest, attempts);
    UpstreamException last = null;
    while (endpoint != null && attempts.size() < MAX_ATTEMPTS) {
      long start = System.nanoTime();
      try {
        Leg leg = send(endpoint, clientRequest, route.forwarding(), scope, gauge);
        attempts.add(attempt(endpoint, Stage.BODY, null, start));
        tellLast(attempts, scope);
        return leg.clientResponse(attempts(route, attempts));
      } catch (UpstreamException e) {
        attempts.add(attempt(endpoint, e.stage(), e.failure(), start));
        tellLast(attempts, scope);
        last = e;
        if (!mayTryAgain(e, clientRequest)) {
          break;
        }
      }
      endpoint = pool.pick(clientRequest, attempts);
    }
    throw new ForwardException(
        attempts.isEmpty()
            ? "no endpoint of backend '" + route.backend() + "'"
            : "no answer from backend '" + route.backend() + "'",
        attempts(route, attempts),
        last);
  }

  private static Attempt attempt(
      Endpoint endpoint, Stage stage, @Nullable Failure failure, long start) {
    long nanos = System.nanoTime() - start;
    return new Attempt(endpoint.id(), endpoint.name(), stage, failure, nanos);
  }

  private static void tellLast(List<Attempt> attempts, @Nullable ExchangeScope scope) {
    if (scope != null) {
      scope.attempted(attempts.getLast());
    }
  }

  /** An origin's answer, and what it is to the client. */
  private record Leg(OriginAnswer originResponse, OriginStream content) {

    Response clientResponse(Attempts tried) {
      Body body = originResponse.body();
      return Response.of(
              originResponse.status(),
              HopByHop.without(originResponse.fields()),
              new Body(content, body.length()))
          .withAttempts(tried);
    }
  }

  private Leg send(
      Endpoint endpoint,
      Request clientRequest,
      Forwarding forwarding,
      @Nullable ExchangeScope scope,
      Gauge route)
      throws UpstreamException {
    Fields fields = headers.toOrigin(clientRequest, endpoint, forwarding);
    SendOptions options = SendOptions.of(forwarding.timeouts());
    if (scope != null) {
      options = options.withCancellation(scope.cancellation());
      nameAs(fields.get(RequestId.FIELD), scope);
    }
    Gauge gauge = endpoints.of(endpoint.id());
    gauge.begin();
    OriginAnswer answer = null;
    try {
      answer = upstream.send(endpoint, clientRequest.withFields(fields), options);
    } finally {
      if (answer == null) {
        gauge.end();
      }
    }
    OriginStream content = new OriginStream(answer.body().stream(), gauge, route);
    if (scope != null) {
      scope.opened(content);
    }
    return new Leg(answer, content);
  }

  /** A filter may have changed the request's id: the client gets the id that the origin saw. */
  private static void nameAs(@Nullable String id, ExchangeScope scope) {
    if (id != null) {
      scope.requestId(id);
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
        ? request.withBody(new Body(new LimitedStream(body.stream(), max), body.length()))
        : request;
  }

  /** RFC 9110, 9.2.2: only a request that does no harm when repeated is sent a second time. */
  private static boolean mayTryAgain(UpstreamException e, Request clientRequest) {
    return switch (e.failure()) {
      case CLIENT, CONTENT -> false;
      case CLOSED -> e.stage() == Stage.CONNECT || isSafe(clientRequest);
      case UNREACHABLE, TIMEOUT, INVALID -> e.stage() == Stage.CONNECT;
    };
  }

  private static boolean isSafe(Request request) {
    return SAFE.contains(request.method()) && request.body().isEmpty();
  }

  private static Attempts attempts(Route route, List<Attempt> attempts) {
    return new Attempts(route.name(), route.backend(), attempts);
  }
}
