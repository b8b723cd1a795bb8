package io.rgate.runtime;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
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
  private final Front front;

  ExchangeHandler(Handler handler, StatsEndpoint statsEndpoint, Meter meter, Front front) {
    this.handler = handler;
    this.statsEndpoint = statsEndpoint;
    this.meter = meter;
    this.front = front;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    ClientWatch.Watch watch = front.clients().current();
    watch.disarm(); // the head is there
    front.inFlight().begin();
    try {
      serve(exchange, watch);
    } catch (RuntimeException | Error e) {
      // The server answers nothing then, and after an Error leaves the socket open for ever.
      LOG.log(ERROR, "connection cut after an internal failure", e);
      throw new IOException("internal failure", e);
    } finally {
      front.inFlight().end();
    }
  }

  private void serve(HttpExchange exchange, ClientWatch.Watch watch) throws IOException {
    Measurement measurement = meter.begin(exchange.getRequestMethod());
    Request request;
    try {
      request = front.reader().read(exchange, watch);
    } catch (StatusException e) {
      refuse(exchange, watch, e, measurement);
      return;
    }
    Outgoing out = Outgoing.of(exchange, watch, request);
    // Who asks for the statistics does not change them, whatever a filter makes of the request.
    Measurement counted =
        statsEndpoint.isFor(request) ? Meter.NONE.begin(request.method()) : measurement;
    counted.of(request);
    try (Response response = handler.handle(request)) {
      write(out, response, counted);
    }
  }

  private void refuse(
      HttpExchange exchange, ClientWatch.Watch watch, StatusException e, Measurement measurement)
      throws IOException {
    String id = RequestId.next();
    LOG.log(DEBUG, "{0} refused with {1}: {2}", id, e.status(), e.getMessage());
    long idle = front.limits().clientIdle().toNanos();
    // What follows a request that could not be understood cannot be taken for a request either.
    ClientBody rest = new ClientBody(exchange.getRequestBody(), Body.UNKNOWN, watch, idle);
    Outgoing out = new Outgoing(exchange, watch, rest, false, id);
    write(out, ErrorText.text(e.status()), measurement);
  }

  /** Where a response goes, and what is known of its request. */
  private record Outgoing(
      HttpExchange exchange,
      ClientWatch.Watch watch,
      ClientBody content,
      boolean persistent,
      String requestId) {

    static Outgoing of(HttpExchange exchange, ClientWatch.Watch watch, Request request) {
      return new Outgoing(
          exchange,
          watch,
          (ClientBody) request.body().stream(),
          RequestReader.isPersistent(exchange, request.fields()),
          request.fields().first(RequestId.FIELD).orElseThrow());
    }
  }

  /** Writes {@code response}, has it counted, and cuts the connection if it must not go on. */
  private void write(Outgoing out, Response response, Measurement measurement) throws IOException {
    ResponseWriter writer =
        new ResponseWriter(
            out.exchange(), out.content(), out.watch(), front.limits().clientIdle().toNanos());
    // What follows content that was not read to its end cannot be taken for a request.
    boolean close = front.inFlight().draining() || !out.persistent() || !out.content().finished();
    Fields fields = response.fields().with(RequestId.FIELD, out.requestId());
    Outcome outcome = writer.write(response.withFields(fields), close);
    measurement.end(response, writer, outcome);
    if (outcome != Outcome.COMPLETED) {
      // The server cuts the connection when an IOException leaves the handler, nothing closed.
      throw new IOException("response incomplete: " + outcome);
    }
    if (writer.end()) {
      throw new IOException("the rest of the content must not be read as a request");
    }
  }
}
