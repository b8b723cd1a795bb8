package io.rgate.runtime;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import io.rgate.api.Trail;
import io.rgate.spi.Sample.Outcome;
import java.io.IOException;

/**
 * Takes one exchange from its request to its measurement; the only class that lets anything leave
 * to the JDK's server, and nothing but an IOException.
 */
final class ExchangeHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(ExchangeHandler.class.getName());

  private final Handler handler;
  private final StatsEndpoint statsEndpoint;
  private final Meter meter;
  private final InFlight inFlight;

  ExchangeHandler(Handler handler, StatsEndpoint statsEndpoint, Meter meter, InFlight inFlight) {
    this.handler = handler;
    this.statsEndpoint = statsEndpoint;
    this.meter = meter;
    this.inFlight = inFlight;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    inFlight.begin();
    try {
      serve(exchange);
    } catch (RuntimeException | Error e) {
      // The server answers nothing then, and after an Error leaves the socket open for ever.
      LOG.log(ERROR, "connection cut after an internal failure", e);
      throw new IOException("internal failure", e);
    } finally {
      inFlight.end();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Measurement measurement = meter.begin(exchange.getRequestMethod());
    Request request;
    try {
      request = RequestReader.read(exchange);
    } catch (StatusException e) {
      LOG.log(DEBUG, "refused with {0}: {1}", e.status(), e.getMessage());
      Response refusal = ErrorBoundary.response(e.status(), Trail.NONE);
      // What follows a request that could not be understood cannot be taken for a request either.
      write(exchange, refusal, true, measurement);
      return;
    }
    if (statsEndpoint.isFor(request)) {
      try (Response response = statsEndpoint.handle(request)) {
        write(exchange, response, mustClose(request), Meter.NONE.begin(request.method()));
      }
    } else {
      measurement.of(request);
      try (Response response = handler.handle(request)) {
        write(exchange, response, mustClose(request), measurement);
      }
    }
    if (request.body().stream() instanceof ClientBody body && body.failed()) {
      throw new IOException("the rest of a broken body must not be read as a request");
    }
  }

  /** Writes {@code response}, has it counted, and cuts the connection if it did not get through. */
  private static void write(
      HttpExchange exchange, Response response, boolean close, Measurement measurement)
      throws IOException {
    ResponseWriter writer = new ResponseWriter(exchange);
    Outcome outcome = writer.write(response, close);
    measurement.end(response, writer, outcome);
    cutUnless(outcome);
  }

  /** The server cuts the connection when an IOException leaves the handler with nothing closed. */
  private static void cutUnless(Outcome outcome) throws IOException {
    if (outcome != Outcome.COMPLETED) {
      throw new IOException("response incomplete: " + outcome);
    }
  }

  /** What follows a body that was not read to its end cannot be taken for a request. */
  private boolean mustClose(Request request) {
    return inFlight.draining()
        || (request.body().stream() instanceof ClientBody body && !body.finished());
  }
}
