package io.rgate.runtime.forward;

import io.rgate.api.Attempt;
import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Attempts;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding.Retries.On;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
import io.rgate.runtime.balance.Rooms;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.RequestId;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts at one request, one after the other. For one thread. */
final class RequestAttempts implements DialRace.Owner {
  /** So many endpoints are tried even if connecting to the first took all the time there is. */
  private static final int ALWAYS = 3;

  private final Upstream upstream;
  private final ForwardedHeaders headers;
  private final Request clientRequest;
  private final Route route;
  private final Pool pool;
  private final Place place;
  private final @Nullable ExchangeScope scope;
  private final Repeats repeats;
  private final @Nullable Switching switching;
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final long start = System.nanoTime();

  /** The last one; null while connections were idle. */
  private @Nullable DialRace race;

  RequestAttempts(Forwarder forwarder, Request clientRequest, Route route, Pool pool, Place place) {
    this.upstream = forwarder.upstream();
    this.headers = forwarder.headers();
    this.clientRequest = clientRequest;
    this.route = route;
    this.pool = pool;
    this.place = place;
    this.scope = ExchangeScope.of(clientRequest);
    this.repeats = new Repeats(clientRequest, route, pool);
    this.switching = Switching.of(clientRequest);
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
      repeats.end();
    }
  }

  private Response tryEach() throws ForwardException {
    Duration connect = route.forwarding().timeouts().connect();
    ConnectionProbe.startIfDue(pool, repeats.isHarmless(), connect);
    UpstreamException last = null;
    Pick next = next();
    while (next != null) {
      Dial dial = dial(next);
      Pick pick = dial == null ? next : dial.pick();
      long began = dial == null ? System.nanoTime() : dial.began();
      try {
        Leg leg = send(pick, dial, began);
        record(pick, Stage.BODY, null, began);
        place.answered(leg.status(), began);
        next = repeats.maySendAgain(leg.status()) ? other() : null;
        if (next == null) {
          return clientResponse(leg);
        }
        leg.drop();
      } catch (UpstreamException e) {
        record(pick, e.stage(), e.failure(), began);
        place.failed(e, began);
        judge(pick, e);
        last = e;
        next = mayTryAgain(e) ? next() : null;
      }
    }
    throw none(last);
  }

  private Response clientResponse(Leg leg) {
    Response response = leg.clientResponse(tried(), route.forwarding());
    return switching == null ? response : switching.toClient(response);
  }

  private @Nullable Pick next() throws ForwardException {
    Rooms rooms = pool.rooms();
    boolean repeatable = repeats.isHarmless();
    Pick pick =
        rooms == null
            ? pool.pick(clientRequest, repeatable, attempts)
            : new Picking(pool, rooms, clientRequest, repeatable, attempts).next(route);
    if (switching != null && pick != null) {
      switching.requireTunnel(upstream, pick);
    }
    return pick;
  }

  /** A new connection to {@code pick}, or to another one; null where {@code send} sees to it. */
  private @Nullable Dial dial(Pick pick) {
    if (pool.takers().size() == 1
        || pick.kind() == Pick.Kind.LAST_RESORT
        || upstream.hasConnection(pick.endpoint())) {
      return null;
    }
    Duration atMost = route.forwarding().timeouts().connect();
    DialRace begun = new DialRace(upstream, pool, atMost, this);
    race = begun;
    return begun.run(pick, scope == null ? null : scope.cancellation());
  }

  @Override
  public @Nullable Pick beside(List<Dial> running) {
    if (!repeats.mayConnectAgain()) {
      return null;
    }
    List<Attempt> tried = new ArrayList<>(attempts);
    running.forEach(dial -> tried.add(Attempt.at(dial.pick().endpoint().id())));
    return pool.pick(clientRequest, false, tried);
  }

  @Override
  public int budgetPercent() {
    return repeats.budgetPercent();
  }

  @Override
  public void failed(Dial dial) {
    UpstreamException why = dial.failure();
    if (why != null) {
      record(dial.pick(), why.stage(), why.failure(), dial.began());
      judge(dial.pick(), why);
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
    if (race != null) {
      addLate(race);
    }
    add(new Attempt(pick.endpoint().id(), pick.endpoint().name(), stage, failure, now - began));
  }

  /** Those that failed while the request was under way elsewhere; the answer comes last. */
  private void addLate(DialRace ended) {
    for (Dial dial = ended.nextLate(); dial != null; dial = ended.nextLate()) {
      UpstreamException why = dial.failure();
      Endpoint endpoint = dial.pick().endpoint();
      if (why != null) {
        add(new Attempt(endpoint.id(), endpoint.name(), why.stage(), why.failure(), dial.nanos()));
      }
    }
  }

  private void add(Attempt attempt) {
    attempts.add(attempt);
    if (scope != null) {
      scope.attempted(attempt);
    }
  }

  private Attempts tried() {
    return new Attempts(route.name(), route.backend(), attempts);
  }

  /** Says what a failure means for the endpoint; one of the client means nothing. */
  private void judge(Pick pick, UpstreamException e) {
    if (e.failure() == Failure.CLIENT || e.failure() == Failure.CONTENT) {
      pick.abandon();
    } else if (e.stage() != Stage.BODY) { // of content the leg has told
      Fault fault = e.stage() == Stage.CONNECT ? Fault.CONNECT : Fault.MESSAGE;
      pool.failed(pick, fault, String.valueOf(e.getMessage()));
    }
  }

  /** RFC 9110, 9.2.2: only a request that does no harm when repeated is sent a second time. */
  private boolean mayTryAgain(UpstreamException e) {
    boolean nothingSent = e.stage() == Stage.CONNECT;
    if (switching != null && switching.isAnswered()) {
      return false;
    }
    return switch (e.failure()) {
      case CLIENT, CONTENT -> false;
      case UNREACHABLE -> nothingSent && mayConnectAgain();
      case TIMEOUT -> nothingSent ? mayConnectAgain() : repeats.maySendAgain(On.TIMEOUT);
      case CLOSED -> nothingSent ? mayConnectAgain() : repeats.maySendAgain(On.CLOSED);
      case INVALID -> nothingSent ? mayConnectAgain() : repeats.maySendAgain(On.INVALID);
    };
  }

  /** Nothing was sent, so each endpoint may be tried while there is time. */
  private boolean mayConnectAgain() {
    return repeats.mayConnectAgain()
        && (attempts.size() < ALWAYS
            || System.nanoTime() - start < route.forwarding().timeouts().connect().toNanos());
  }

  private Leg send(Pick pick, @Nullable Dial dial, long now) throws UpstreamException {
    Connected connected = dial == null ? null : dial.connection();
    if (connected == null) {
      pick.begin(now);
    }
    OriginAnswer answer = null;
    try {
      Request originRequest = originRequest(pick);
      SendOptions options = SendOptions.of(repeats.timeouts(pick, route.forwarding().timeouts()));
      if (scope != null) {
        options = options.withCancellation(scope.cancellation()).withInterim(scope);
      }
      OriginAnswer came =
          connected == null
              ? upstream.send(pick.endpoint(), originRequest, options)
              : connected.send(originRequest, options);
      answer = switching == null ? came : switching.checked(came);
    } catch (RuntimeException | Error e) {
      pick.abandon(); // this says nothing about the endpoint
      throw e;
    } finally {
      if (answer == null) {
        pick.endWithoutAnswer();
      }
    }
    return leg(answer, pick, now);
  }

  private Leg leg(OriginAnswer answer, Pick pick, long began) throws UpstreamException {
    Leg leg = new Leg(answer, pool, pick, place, scope);
    if (scope != null) {
      scope.opened(leg.content());
    }
    long headAt = System.nanoTime();
    pick.state().traffic().answered(headAt, headAt - began);
    if (repeats.isHarmless()) {
      leg.awaitContent();
    }
    return leg;
  }

  private Request originRequest(Pick pick) {
    Fields fields = headers.toOrigin(clientRequest, pick.endpoint(), route.forwarding());
    if (scope != null) {
      scope.namedAs(fields.get(RequestId.FIELD));
    }
    if (route.expect() == Route.Expect.FORWARD && upstream.tellsInterim(pick.endpoint())) {
      fields = Expectation.put(fields, clientRequest, scope);
    }
    if (switching != null && upstream.offersTunnel(pick.endpoint())) {
      fields = switching.toOrigin(fields);
    }
    return repeats.request().withFields(fields);
  }
}
