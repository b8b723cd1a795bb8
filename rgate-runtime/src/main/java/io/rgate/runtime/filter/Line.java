package io.rgate.runtime.filter;

import io.rgate.api.Attempts;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.Route.Fault;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.Gauge;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands between the router and the forwarder at one route, folded: the route's filters, its
 * fault on purpose, the filters of its backend. Immutable, for all requests of the route.
 */
public final class Line {
  private final Route route;
  private final Handler folded;
  private final Attempts none;
  private final List<PlacedFilter> counted;

  /**
   * The line of {@code route}.
   *
   * @param faults say which requests a fault happens to
   * @param last what is behind the line
   * @throws io.rgate.runtime.errors.FilterFaultException as {@link FilterSet#ofRoute} says
   */
  public Line(Route route, FilterSet filters, Faults faults, Handler last) {
    this.route = route;
    this.none = new Attempts(route.name(), route.backend(), List.of());
    List<PlacedFilter> first = filters.ofRoute(route);
    List<PlacedFilter> second = filters.ofBackend(route.backend());
    Handler line = before(new ErrorBoundary(last), second);
    Fault fault = route.fault();
    if (fault != null) {
      line = new ErrorBoundary(new FaultOnPurpose(fault, faults, line));
    }
    this.folded = before(line, first);
    this.counted =
        Stream.concat(first.stream(), second.stream()).filter(PlacedFilter::isCounted).toList();
  }

  private static Handler before(Handler last, List<PlacedFilter> filters) {
    Handler line = last;
    for (PlacedFilter each : filters.reversed()) {
      line = new ErrorBoundary(new FilterLayer(each.filter(), line));
    }
    return line;
  }

  /** The route whose line this is. */
  public Route route() {
    return route;
  }

  /**
   * Adds the caller to the users of the filters.
   *
   * @return false if one of them is closed, because another configuration is in force
   */
  public boolean enter() {
    for (int i = 0; i < counted.size(); i++) {
      if (!counted.get(i).enter()) {
        counted.subList(0, i).forEach(PlacedFilter::leave);
        return false;
      }
    }
    return true;
  }

  /**
   * Answers {@code request} after {@link #enter}. The filters are in use until the exchange ends,
   * because they may have put their own stream in place of the content.
   *
   * @param gauge counts the requests under way at the route
   */
  public Response handle(Request request, Gauge gauge) throws IOException {
    gauge.begin();
    ExchangeScope scope = ExchangeScope.of(request);
    if (scope != null) {
      scope.atEnd(() -> leave(gauge));
      return answer(request);
    }
    try {
      return answer(request);
    } finally {
      leave(gauge);
    }
  }

  private void leave(Gauge gauge) {
    gauge.end();
    counted.forEach(PlacedFilter::leave);
  }

  /** What a filter answers by itself counts for the route and its backend, too. */
  private Response answer(Request request) throws IOException {
    Response response = folded.handle(request);
    return response.attempts().route() == null ? response.withAttempts(none) : response;
  }
}
