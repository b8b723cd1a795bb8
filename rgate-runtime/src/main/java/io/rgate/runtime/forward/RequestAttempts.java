package io.rgate.runtime.forward;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Attempts;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Retries.On;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.Timeouts;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
import io.rgate.runtime.balance.Rooms;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.RequestId;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attempts at one request, one after the other. For one thread. */
final class RequestAttempts {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** So many endpoints are tried even if connecting to the first took all the time there is. */
  private static final int ALWAYS = 3;

  /** The most content that costs the origin more time than the client. */
  private static final long LITTLE = 64 * 1024;

  /** The least time that an endpoint gets to answer a request that probes it. */
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Upstream upstream;
  private final ForwardedHeaders headers;
  private final Request clientRequest;
  private final Route route;
  private final Pool pool;
  private final Place place;
  private final @Nullable ExchangeScope scope;
  private final boolean repeatable;
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final long start = System.nanoTime();
  private int repeats;

  /** Whether this request holds a place of the budget for requests that are sent again. */
  private boolean budgeted;

  RequestAttempts(Forwarder forwarder, Request clientRequest, Route route, Pool pool, Place place) {
    this.upstream = forwarder.upstream();
    this.headers = forwarder.headers();
    this.clientRequest = clientRequest;
    this.route = route;
    this.pool = pool;
    this.place = place;
    this.scope = ExchangeScope.of(clientRequest);
    this.repeatable = clientRequest.body().isEmpty() && SAFE.contains(clientRequest.method());
  }

  /**
   * The answer of the first endpoint that gives one.
   *
   * @throws ForwardException if there is none
   */
  Response answer() throws ForwardException {
    try {
      return tryEach();
    } finally {
      if (budgeted) {
        pool.retries().release();
      }
    }
  }

  private Response tryEach() throws ForwardException {
    if (!repeatable) {
      ConnectionProbe.startIfDue(pool, route.forwarding().timeouts().connect());
    }
    UpstreamException last = null;
    Pick pick = next();
    while (pick != null) {
      long began = System.nanoTime();
      try {
        Leg leg = send(pick, began);
        record(pick, Stage.BODY, null, began);
        tellLimits(leg, began);
        pick = leg.status() == 503 && maySendAgain(On.UNAVAILABLE) ? other() : null;
        if (pick == null) {
          return leg.clientResponse(tried());
        }
        leg.drop();
      } catch (UpstreamException e) {
        record(pick, e.stage(), e.failure(), began);
        tellLimits(e, began);
        judge(pick, e);
        last = e;
        pick = mayTryAgain(e) ? next() : null;
      }
    }
    throw none(last);
  }

  private @Nullable Pick next() throws ForwardException {
    Rooms rooms = pool.rooms();
    return rooms == null
        ? pool.pick(clientRequest, repeatable, attempts)
        : new Picking(pool, rooms, clientRequest, repeatable, attempts).next(route);
  }

  /**
   * Failures are often quick, and the time for much content is the client's: both say nothing of
   * how much the origin can do.
   */
  private void tellLimits(Leg leg, long began) {
    long length = clientRequest.body().length();
    if (leg.status() < 500 && length >= 0 && length <= LITTLE) {
      place.answered(began);
    }
  }

  private void tellLimits(UpstreamException e, long began) {
    if (e.failure() == Failure.TIMEOUT && e.stage() == Stage.HEAD) {
      place.answered(began);
    }
  }

  /** One that may do better than one that answered 503; so not one that has failed lately. */
  private @Nullable Pick other() {
    return pool.pickSound(clientRequest, attempts);
  }

  private ForwardException none(@Nullable UpstreamException last) {
    if (!attempts.isEmpty()) {
      return new ForwardException(
          "no answer from backend '" + route.backend() + "'", tried(), last, Duration.ZERO);
    }
    return pool.takesRequests()
        ? new ForwardException(
            "every endpoint of backend '" + route.backend() + "' has failed and is left out",
            tried(),
            null,
            Duration.ofNanos(Math.max(1, pool.nanosToProbe())))
        : new ForwardException(
            "no endpoint of backend '" + route.backend() + "'", tried(), null, Duration.ZERO);
  }

  private void record(Pick pick, Stage stage, @Nullable Failure failure, long began) {
    long now = System.nanoTime();
    Attempt attempt =
        new Attempt(pick.endpoint().id(), pick.endpoint().name(), stage, failure, now - began);
    attempts.add(attempt);
    if (failure == null) {
      pick.state().answered(now, now - began);
    }
    if (scope != null) {
      scope.attempted(attempt);
    }
  }

  private Attempts tried() {
    return new Attempts(route.name(), route.backend(), attempts);
  }

  /** Says what a failure means for the endpoint; one of the client means nothing. */
  private void judge(Pick pick, UpstreamException e) {
    switch (e.failure()) {
      case CLIENT, CONTENT -> pick.abandon();
      default ->
          pool.failed(
              pick,
              e.stage() == Stage.CONNECT ? Fault.CONNECT : Fault.MESSAGE,
              String.valueOf(e.getMessage()));
    }
  }

  /** RFC 9110, 9.2.2: only a request that does no harm when repeated is sent a second time. */
  private boolean mayTryAgain(UpstreamException e) {
    boolean nothingSent = e.stage() == Stage.CONNECT;
    return switch (e.failure()) {
      case CLIENT, CONTENT -> false;
      case UNREACHABLE -> nothingSent && mayConnectAgain();
      case TIMEOUT -> nothingSent ? mayConnectAgain() : maySendAgain(On.TIMEOUT);
      case CLOSED -> nothingSent ? mayConnectAgain() : maySendAgain(On.CLOSED);
      case INVALID -> nothingSent ? mayConnectAgain() : maySendAgain(On.INVALID);
    };
  }

  /** Nothing was sent, so each endpoint may be tried while there is time. */
  private boolean mayConnectAgain() {
    return pool.rules().retries().on().contains(On.CONNECT)
        && (attempts.size() < ALWAYS
            || System.nanoTime() - start < route.forwarding().timeouts().connect().toNanos());
  }

  private boolean maySendAgain(On what) {
    Retries rules = pool.rules().retries();
    if (!repeatable || !rules.on().contains(what) || repeats >= rules.max()) {
      return false;
    }
    if (!budgeted) {
      budgeted = pool.retries().take(rules.budgetPercent(), pool.inFlight());
    }
    repeats++;
    return budgeted;
  }

  private Leg send(Pick pick, long now) throws UpstreamException {
    pick.begin(now);
    OriginAnswer answer = null;
    try {
      Forwarding forwarding = route.forwarding();
      Fields fields = headers.toOrigin(clientRequest, pick.endpoint(), forwarding);
      SendOptions options = SendOptions.of(timeouts(pick, forwarding.timeouts()));
      if (scope != null) {
        options = options.withCancellation(scope.cancellation());
        nameAs(fields.get(RequestId.FIELD), scope);
      }
      answer = upstream.send(pick.endpoint(), clientRequest.withFields(fields), options);
    } catch (RuntimeException | Error e) {
      pick.abandon(); // this says nothing about the endpoint
      throw e;
    } finally {
      if (answer == null) {
        pick.endWithoutAnswer();
      }
    }
    Leg leg = new Leg(answer, pool, pick, place, scope);
    if (scope != null) {
      scope.opened(leg.content());
    }
    return leg;
  }

  /** A request that another endpoint can answer as well does not wait long for one that failed. */
  private Timeouts timeouts(Pick pick, Timeouts usual) {
    if (pick.kind() != Pick.Kind.PROBE || !repeatable) {
      return usual;
    }
    Duration probe = Duration.ofNanos(4 * pick.state().latencyNanos());
    Duration least = probe.compareTo(PROBE) < 0 ? PROBE : probe;
    return least.compareTo(usual.responseHead()) < 0 ? usual.withResponseHead(least) : usual;
  }

  /** A filter may have changed the request's id: the client gets the id that the origin saw. */
  private static void nameAs(@Nullable String id, ExchangeScope scope) {
    if (id != null) {
      scope.requestId(id);
    }
  }
}
