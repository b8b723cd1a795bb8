package io.rgate.runtime.balance;

import io.rgate.api.Attempt;
import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.Request;
import io.rgate.runtime.balance.Pick.Kind;
import io.rgate.runtime.limit.Gate;
import io.rgate.runtime.limit.WaitingLine;
import io.rgate.spi.Balancer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a backend, made ready for choosing one of them. Immutable; what is known of the
 * endpoints lives in their states.
 */
public final class Pool {
  /** Of a backend without endpoints. */
  public static final Pool EMPTY =
      new Pool(
          List.of(),
          new Rules(
              RandomBalancer.INSTANCE,
              Ejection.DEFAULT,
              Retries.DEFAULT,
              Concurrency.UNLIMITED,
              null),
          new Shared(new EndpointStates()));

  private final List<Endpoint> endpoints;
  private final Rules rules;
  private final Shared shared;
  private final List<Endpoint> takers;
  private final Map<String, EndpointState> states = new HashMap<>();
  private final Verdicts verdicts;
  private final Balancer.@Nullable Chooser chooser;
  private final @Nullable Rooms rooms;

  /**
   * How one of a backend's endpoints is chosen.
   *
   * @param balancer chooses among those that work
   * @param ejection says which ones do
   * @param retries says when another one is tried
   * @param concurrency how many requests may be under way
   * @param health how the endpoints are checked; null if they are not
   */
  public record Rules(
      Balancer balancer,
      Ejection ejection,
      Retries retries,
      Concurrency concurrency,
      @Nullable Health health) {

    /** The rules of {@code backend}, among whose endpoints {@code balancer} chooses. */
    public static Rules of(Backend backend, Balancer balancer) {
      return new Rules(
          balancer, backend.ejection(), backend.retries(), backend.concurrency(), backend.health());
    }
  }

  /**
   * What the pools of a backend have in common while its endpoints change.
   *
   * @param states of all endpoints of the gateway
   * @param retries how many requests of the backend are being sent again
   * @param gate limits the requests under way
   * @param line of requests that wait for room at an endpoint
   * @param dials how long connections usually take, and how many are made beside others
   */
  public record Shared(
      EndpointStates states, Budget retries, Gate gate, WaitingLine line, Dials dials) {

    /** For a backend of which nothing is known yet. */
    public Shared(EndpointStates states) {
      this(states, new Budget(), new Gate(), new WaitingLine(), new Dials());
    }
  }

  private Pool(List<Endpoint> endpoints, Rules rules, Shared shared) {
    this.endpoints = List.copyOf(endpoints);
    this.rules = rules;
    this.shared = shared;
    this.takers = this.endpoints.stream().filter(endpoint -> endpoint.weight() > 0).toList();
    takers.forEach(taker -> states.put(taker.id(), shared.states().of(taker.id())));
    this.verdicts = new Verdicts(rules.ejection(), states.values());
    this.chooser = takers.isEmpty() ? null : rules.balancer().chooser(takers, this::stateOf);
    int each = rules.concurrency().perEndpoint();
    this.rooms = each == 0 ? null : new Rooms(each, shared.line());
  }

  /** A pool of these, drained ones included. */
  public static Pool of(List<Endpoint> endpoints, Rules rules, Shared shared) {
    return new Pool(endpoints, rules, shared);
  }

  /** This pool if its endpoints and its rules are the same, otherwise a new one. */
  public Pool updated(List<Endpoint> now, Rules by, EndpointStates all) {
    if (rules.equals(by) && endpoints.equals(now) && shared.states().equals(all)) {
      return this;
    }
    return of(now, by, shared.states().equals(all) ? shared : new Shared(all));
  }

  /** All of them, those that are drained too. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Whether there is one to pick. */
  public boolean takesRequests() {
    return chooser != null;
  }

  /** Those that get requests. */
  public List<Endpoint> takers() {
    return takers;
  }

  /** When endpoints are left out, and requests sent again. */
  public Rules rules() {
    return rules;
  }

  /** Limits the requests under way. */
  public Gate gate() {
    return shared.gate();
  }

  /** Limits the requests at each endpoint; null if nothing does. */
  public @Nullable Rooms rooms() {
    return rooms;
  }

  /** How many requests are being sent again. */
  public Budget retries() {
    return shared.retries();
  }

  /** How connections are made. */
  public Dials dials() {
    return shared.dials();
  }

  /** What is known of {@code endpoint}. */
  public EndpointState stateOf(Endpoint endpoint) {
    EndpointState known = states.get(endpoint.id());
    // A balancer that answers with an endpoint of its own making gets what it asked for.
    return known == null ? shared.states().of(endpoint.id()) : known;
  }

  /**
   * One for {@code request} that no attempt has tried yet, or null if none is left, or all are out
   * or full. It has taken room, so the caller begins the attempt.
   *
   * @param repeatable whether the request may be sent again if this attempt fails
   */
  public @Nullable Pick pick(Request request, boolean repeatable, List<Attempt> attempts) {
    Balancer.Chooser all = chooser;
    if (all == null) {
      return null;
    }
    // Nearly always this is the first attempt, and nothing is wrong.
    if (attempts.isEmpty() && !isTroubled()) {
      Pick usual = usual(all.choose(request));
      if (!usual.state().traffic().isSlack() && usual.takeRoom()) {
        return usual;
      }
    }
    return new Choice(this, takers, attempts).pick(request, repeatable);
  }

  /**
   * One that no attempt has tried yet and that has not failed lately, or null if there is none; for
   * a request that may be sent again.
   */
  public @Nullable Pick pickSound(Request request, List<Attempt> attempts) {
    List<Endpoint> sound =
        takers.stream().filter(taker -> !stateOf(taker).isFailing(rules.ejection())).toList();
    return new Choice(this, sound, attempts).pick(request, true);
  }

  /** One of {@code endpoints}, of which there must be at least one. */
  Pick choose(Request request, List<Endpoint> endpoints) {
    return usual(rules.balancer().chooser(endpoints, this::stateOf).choose(request));
  }

  private Pick usual(Endpoint endpoint) {
    return new Pick(endpoint, stateOf(endpoint), Kind.USUAL, rooms);
  }

  /** How many nanoseconds from now the first endpoint may come back; 0 if one is not out. */
  public long nanosToProbe() {
    long now = System.nanoTime();
    long least = Long.MAX_VALUE;
    for (EndpointState state : states.values()) {
      least = Math.min(least, state.isOut() ? Math.max(0, state.outUntil() - now) : 0);
    }
    return states.isEmpty() ? 0 : least;
  }

  /** How many requests are under way at all endpoints. */
  public int inFlight() {
    return states.values().stream().mapToInt(EndpointState::inFlight).sum();
  }

  /** What an endpoint does wrong. */
  public enum Fault {
    /** It takes no connection. */
    CONNECT,
    /** It breaks off, does not answer in time, or answers with what is no HTTP. */
    MESSAGE,
    /** It answers with a status that says that it does not work. */
    STATUS
  }

  /** Called when the endpoint of {@code pick} has failed, by its own fault. */
  public void failed(Pick pick, Fault fault, String what) {
    verdicts.failed(pick, fault, what);
  }

  /** Called when the endpoint of {@code pick} has given a whole answer. */
  public void succeeded(Pick pick) {
    verdicts.succeeded(pick);
  }

  /**
   * Called when the endpoint of {@code pick}, which was out, took a connection or began to answer.
   */
  public void passed(Pick pick) {
    verdicts.passed(pick);
  }

  /** Whether any endpoint may be out, last, avoided or growing. */
  boolean isTroubled() {
    return shared.states().isTroubled();
  }
}
