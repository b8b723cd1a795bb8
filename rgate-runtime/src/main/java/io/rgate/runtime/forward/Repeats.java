package io.rgate.runtime.forward;

import io.rgate.api.Body;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Retries.On;
import io.rgate.api.Request;
import io.rgate.api.Route;
import io.rgate.api.Timeouts;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request may be sent again after a part of it was sent, and what is sent then. For one
 * thread.
 */
final class Repeats {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final String KEY = "Idempotency-Key";

  /** The least time that an endpoint gets to answer a request that probes it. */
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Retries rules;
  private final Pool pool;
  private final Request request;
  private final boolean harmless;
  private final @Nullable KeptContent content;
  private int used;

  /** Whether this request holds a place of the budget for requests that are sent again. */
  private boolean budgeted;

  /** For {@code request}; the rules are the route's, or else the backend's. */
  Repeats(Request request, Route route, Pool pool) {
    Retries own = route.retries();
    this.rules = own == null ? pool.rules().retries() : own;
    this.pool = pool;
    Body body = request.body();
    int most = rules.keptContent();
    this.harmless =
        isSafe(request) || (most > 0 && body.length() <= most && isHarmlessWithKey(request));
    this.content = harmless && !body.isEmpty() ? new KeptContent(body, most) : null;
    this.request = content == null ? request : request.withBody(content.first());
  }

  private static boolean isSafe(Request request) {
    return request.body().isEmpty() && SAFE.contains(request.method());
  }

  /** RFC 9110, 9.2.2: where the client says, or its method, that a second one does no harm. */
  private static boolean isHarmlessWithKey(Request request) {
    return SAFE.contains(request.method()) || request.fields().contains(KEY);
  }

  /** Whether nothing is lost if an attempt fails, as far as this is known before it. */
  boolean isHarmless() {
    return harmless && (content == null || request.body().length() != Body.UNKNOWN);
  }

  /** The request as it is to be sent now. */
  Request request() {
    Body again = content == null ? null : content.again();
    return again == null ? request : request.withBody(again);
  }

  /** Whether another endpoint may be tried after one that took no connection. */
  boolean mayConnectAgain() {
    return rules.on().contains(On.CONNECT);
  }

  /** Whether it may be sent again after that; takes a place of the budget. */
  boolean maySendAgain(On what) {
    if (!harmless || !rules.on().contains(what) || used >= rules.max()) {
      return false;
    }
    if (content != null && content.again() == null) {
      return false; // too much, or the rest is still to come
    }
    if (!budgeted) {
      budgeted = pool.retries().take(rules.budgetPercent(), pool.inFlight());
    }
    used++;
    return budgeted;
  }

  /** Whether it may be sent again after an answer with {@code status}. */
  boolean maySendAgain(int status) {
    On what =
        switch (status) {
          case 429 -> On.TOO_MANY_REQUESTS;
          case 500 -> On.ERROR;
          case 502 -> On.BAD_GATEWAY;
          case 503 -> On.UNAVAILABLE;
          case 504 -> On.GATEWAY_TIMEOUT;
          default -> null;
        };
    return what != null && maySendAgain(what);
  }

  /** A request that another endpoint can answer as well does not wait long for one that failed. */
  Timeouts timeouts(Pick pick, Timeouts usual) {
    if (pick.kind() != Pick.Kind.PROBE || !isHarmless()) {
      return usual;
    }
    Duration probe = Duration.ofNanos(4 * pick.state().latencyNanos());
    Duration least = probe.compareTo(PROBE) < 0 ? PROBE : probe;
    return least.compareTo(usual.responseHead()) < 0 ? usual.withResponseHead(least) : usual;
  }

  /** How many of a hundred requests may be dialled beside others to doubtful endpoints. */
  int budgetPercent() {
    return rules.budgetPercent();
  }

  /** Called once, when no more attempt is made. */
  void end() {
    if (budgeted) {
      pool.retries().release();
    }
  }
}
