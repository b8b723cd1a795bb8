package io.rgate.runtime.filter;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Route;
import io.rgate.api.Route.Fault;
import io.rgate.api.StatusException;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.transport.Cancellation;
import java.io.IOException;
import java.util.List;

/** Delays and refuses a share of the requests on purpose, so that users can test their clients. */
public final class FaultOnPurpose implements Handler {
  private static final System.Logger LOG = System.getLogger(FaultOnPurpose.class.getName());

  private final Fault fault;
  private final Faults all;
  private final Handler next;

  /** Has {@code fault} happen before {@code next}, to those that {@code all} says. */
  public FaultOnPurpose(Fault fault, Faults all, Handler next) {
    this.fault = fault;
    this.all = all;
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws IOException {
    if (!all.happens(fault.sharePercent())) {
      return next.handle(request);
    }
    if (!fault.delay().isZero() && !all.delay(fault.delay(), client(request))) {
      throw new StatusException(
          ExchangeScope.CLIENT_CLOSED_REQUEST,
          "the client left, or the gateway stopped, in a delay on purpose");
    }
    return fault.abort() == 0
        ? next.handle(request)
        : Response.text(fault.abort(), "fault on purpose\n");
  }

  private static Cancellation client(Request request) {
    ExchangeScope scope = ExchangeScope.of(request);
    return scope == null ? new Cancellation() : scope.cancellation();
  }

  /** Warns of each route that has a fault, because one that is forgotten is expensive. */
  public static void announce(List<Route> routes) {
    for (Route route : routes) {
      Fault fault = route.fault();
      if (fault != null) {
        LOG.log(WARNING, "route " + route.name() + " has a fault on purpose: " + said(fault));
      }
    }
  }

  private static String said(Fault fault) {
    String share = fault.sharePercent() + "% of its requests ";
    String waits = "wait " + fault.delay().toMillis() + " ms";
    String refused = "are answered with " + fault.abort();
    if (fault.abort() == 0) {
      return share + waits;
    }
    return share + (fault.delay().isZero() ? refused : waits + " and " + refused);
  }
}
