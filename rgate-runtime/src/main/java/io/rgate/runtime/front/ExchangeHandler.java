package io.rgate.runtime.front;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Peer;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import io.rgate.runtime.errors.ErrorBoundary;
import io.rgate.runtime.errors.ErrorText;
import io.rgate.runtime.errors.GrpcAnswer;
import io.rgate.runtime.exchange.ClientBody;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.LeakLog;
import io.rgate.runtime.measure.InFlight;
import io.rgate.runtime.measure.Measurement;
import io.rgate.runtime.measure.Meter;
import io.rgate.runtime.tunnel.Tunnels;
import io.rgate.spi.Observer;
import io.rgate.spi.Sample.Outcome;
import io.rgate.transport.Exchange;
import io.rgate.transport.Front.Service;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes one exchange from its request to its measurement. */
public final class ExchangeHandler implements Service {
  private static final System.Logger LOG = System.getLogger(ExchangeHandler.class.getName());

  private final ErrorBoundary handler;
  private final Predicate<Request> uncounted;
  private final Meter meter;
  private final InFlight inFlight;
  private final @Nullable Observer observer;
  private final LeakLog leaks = new LeakLog();
  private final Tunnels tunnels;
  private final BooleanSupplier webSockets;
  private final @Nullable String transportPolicy;

  /**
   * Has requests answered by {@code handler}.
   *
   * @param uncounted which requests are not measured: those that ask for the statistics
   * @param inFlight counts the exchanges that are being served
   * @param observer follows the requests that are measured; null if nothing does
   */
  public ExchangeHandler(
      ErrorBoundary handler,
      Predicate<Request> uncounted,
      Meter meter,
      InFlight inFlight,
      @Nullable Observer observer) {
    this.handler = handler;
    this.uncounted = uncounted;
    this.meter = meter;
    this.inFlight = inFlight;
    this.observer = observer;
    this.tunnels = new Tunnels();
    this.webSockets = () -> false;
    this.transportPolicy = null;
  }

  private ExchangeHandler(
      ExchangeHandler other,
      Tunnels tunnels,
      BooleanSupplier webSockets,
      @Nullable String transportPolicy) {
    this.handler = other.handler;
    this.uncounted = other.uncounted;
    this.meter = other.meter;
    this.inFlight = other.inFlight;
    this.observer = other.observer;
    this.tunnels = tunnels;
    this.webSockets = webSockets;
    this.transportPolicy = transportPolicy;
  }

  /** The same; each response has {@code policy} as {@code Strict-Transport-Security} (RFC 6797). */
  public ExchangeHandler withTransportPolicy(@Nullable String policy) {
    return policy == null ? this : new ExchangeHandler(this, tunnels, webSockets, policy);
  }

  /**
   * The same, with its tunnels among {@code open}.
   *
   * @param allowed whether one for WebSocket is allowed anywhere
   */
  public ExchangeHandler withTunnels(Tunnels open, BooleanSupplier allowed) {
    return new ExchangeHandler(this, open, allowed, transportPolicy);
  }

  @Override
  public boolean takesWebSockets() {
    return webSockets.getAsBoolean();
  }

  @Override
  public void serve(Exchange exchange) {
    inFlight.begin();
    ExchangeScope scope = new ExchangeScope(exchange);
    try {
      serve(exchange, scope);
    } finally {
      scope.end(leaks);
      inFlight.end();
    }
  }

  private void serve(Exchange exchange, ExchangeScope scope) {
    Measurement measurement = meter.begin(exchange.head().method(), scope);
    Request request;
    try {
      request = RequestReader.read(exchange, scope);
    } catch (StatusException e) {
      LOG.log(DEBUG, "{0} refused with {1}: {2}", scope.requestId(), e.status(), e.getMessage());
      // What follows a request that could not be understood cannot be taken for a request either.
      Response refusal = ErrorText.text(e.status());
      write(
          exchange,
          scope,
          withPolicy(refusal.withFields(refusal.fields().with("Connection", "close"))),
          measurement);
      return;
    }
    exchange.onGone(scope.cancellation()::cancel);
    // Who asks for the statistics does not change them, whatever a filter makes of the request.
    boolean notCounted = uncounted.test(request);
    Measurement counted = notCounted ? Meter.NONE.begin(request.method(), scope) : measurement;
    counted.of(request);
    if (observer != null && !notCounted) {
      scope.observe(observer.begin(request));
    }
    try (Response response = handler.handle(request)) {
      Response answer = withPolicy(response);
      Response.Tunnel tunnel = answer.tunnel();
      if (tunnel == null) {
        write(exchange, scope, answer, counted);
      } else if (exchange.offersTunnel() && isRead(scope)) {
        TunnelWriter writer = new TunnelWriter(exchange, scope, counted, tunnels);
        end(exchange, counted, answer, writer, writer.write(answer, tunnel));
      } else {
        LOG.log(ERROR, "{0}: a filter has made a tunnel that cannot be", scope.requestId());
        write(exchange, scope, ErrorText.text(500), counted);
      }
    }
  }

  /** What is left of a request's content would be taken for the beginning of the tunnel. */
  private static boolean isRead(ExchangeScope scope) {
    ClientBody content = scope.content();
    return content == null || content.isEnded();
  }

  private Response withPolicy(Response response) {
    String policy = transportPolicy;
    return policy == null
        ? response
        : response.withFields(response.fields().with("Strict-Transport-Security", policy));
  }

  private static void write(
      Exchange exchange, ExchangeScope scope, Response response, Measurement measurement) {
    ResponseWriter writer = new ResponseWriter(exchange, scope, measurement);
    end(
        exchange,
        measurement,
        response,
        writer,
        writer.write(GrpcAnswer.of(response, exchange.head().fields())));
  }

  private static void end(
      Exchange exchange,
      Measurement measurement,
      Response response,
      Measurement.Written writer,
      Outcome outcome) {
    measurement.end(response, writer, outcome);
    if (outcome != Outcome.COMPLETED) {
      exchange.abort();
    }
  }

  @Override
  public void refused(Peer peer, int status, String why) {
    LOG.log(DEBUG, "{0} refused with {1}: {2}", peer.remote(), status, why);
    meter.refused(status);
  }
}
