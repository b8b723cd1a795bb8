package io.rgate.runtime.balance;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Backend.Ejection;
import io.rgate.runtime.balance.Pick.Kind;
import io.rgate.runtime.balance.Pool.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** What attempts say of the endpoints of a pool. Safe for use by many threads. */
final class Verdicts {
  private static final System.Logger LOG = System.getLogger(Verdicts.class.getName());

  private final Ejection rules;
  private final List<EndpointState> states;

  /** Which requests an endpoint gets, from the best to the worst. */
  enum Standing {
    /** All that are chosen for it. */
    IN,
    /** Those that no other endpoint can take, and from time to time one that probes it. */
    LAST,
    /** From time to time one that probes it. */
    OUT
  }

  /** Of endpoints in these states, those that get requests. */
  Verdicts(Ejection rules, Collection<EndpointState> states) {
    this.rules = rules;
    this.states = List.copyOf(states);
  }

  /** Called when the endpoint of {@code pick} has failed, by its own fault. */
  void failed(Pick pick, Fault fault, String what) {
    EndpointState state = pick.state();
    boolean refused = fault == Fault.CONNECT;
    if (pick.probes()) {
      state.failedAgain(rules, what, refused, pick.kind() == Kind.PROBE);
      return;
    }
    Duration out = state.failed(rules, what, refused, worst(pick, fault));
    if (out != null) {
      LOG.log(
          WARNING,
          "{0} failed several times in a row and gets no request {1}for {2} ms; the last time: {3}",
          pick.endpoint().name(),
          state.isLast() ? "that another endpoint can take " : "",
          out.toMillis(),
          what);
    }
  }

  /** Called when the endpoint of {@code pick} has given a whole answer. */
  void succeeded(Pick pick) {
    if (pick.state().succeeded()) {
      cameBack(pick);
    }
  }

  /**
   * Called when the endpoint of {@code pick}, which was out, took a connection or began to answer.
   */
  void passed(Pick pick) {
    if (pick.state().connected(rules)) {
      cameBack(pick);
    }
  }

  private void cameBack(Pick pick) {
    LOG.log(INFO, "{0} works again and gets requests", pick.endpoint().name());
    boolean others = states.stream().anyMatch(s -> !s.isOut() && s != pick.state());
    if (!others) {
      states.stream().filter(EndpointState::isOut).forEach(EndpointState::endEarly);
    }
  }

  /**
   * What a fault may make of an endpoint. One that is alone is out only where it takes no
   * connection: what is wrong with some of its answers must not cost the others. Statuses leave
   * half of the endpoints in or last, and a third of them in.
   */
  private Standing worst(Pick pick, Fault fault) {
    int size = states.size();
    if (!states.contains(pick.state())) {
      return Standing.IN;
    }
    return switch (fault) {
      case CONNECT -> Standing.OUT;
      case MESSAGE -> size > 1 ? Standing.OUT : Standing.IN;
      case STATUS -> {
        if ((count(EndpointState::isOut) + 1) * 2 <= size) {
          yield Standing.OUT;
        }
        long bad = count(state -> state.isOut() || state.isLast());
        yield (bad + 1) * 3 <= size * 2L ? Standing.LAST : Standing.IN;
      }
    };
  }

  private long count(Predicate<EndpointState> what) {
    return states.stream().filter(what).count();
  }
}
