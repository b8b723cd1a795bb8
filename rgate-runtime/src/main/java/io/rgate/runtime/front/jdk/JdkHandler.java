package io.rgate.runtime.front.jdk;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.rgate.api.Fields;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Turns the server's exchanges into {@link JdkExchange}s. It throws nothing but {@link
 * IOException}, which makes the server cut the connection.
 */
final class JdkHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(JdkHandler.class.getName());

  private final Service service;
  private final JdkFront front;

  JdkHandler(Service service, JdkFront front) {
    this.service = service;
    this.front = front;
  }

  @Override
  public void handle(HttpExchange given) throws IOException {
    ClientWatch.Watch watch = front.clients().current();
    watch.disarm(); // the head has been read
    front.begin();
    boolean last = true;
    try {
      last = serve(given, watch);
    } catch (RuntimeException | Error e) {
      // The server answers nothing then, and after an Error it leaves the socket open for ever.
      LOG.log(ERROR, "connection cut after an internal failure", e);
      throw new IOException("internal failure", e);
    } finally {
      front.end(last);
    }
  }

  /** Returns whether the connection ends. */
  private boolean serve(HttpExchange given, ClientWatch.Watch watch) throws IOException {
    JdkExchange exchange;
    try {
      exchange =
          new JdkExchange(given, JdkRequest.read(given, front.settings().limits()), watch, front);
    } catch (StatusException e) {
      refuse(given, watch, e);
      return true;
    }
    try {
      service.serve(exchange);
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "the service failed", e);
      exchange.failed();
    }
    if (!exchange.isAnswered()) {
      answer(exchange, 500, "Internal Server Error");
    }
    exchange.finish();
    return "close".equals(given.getResponseHeaders().getFirst("Connection"));
  }

  /** After a request that was not understood, the next bytes cannot be trusted to be a request. */
  private void refuse(HttpExchange given, ClientWatch.Watch watch, StatusException e)
      throws IOException {
    LOG.log(DEBUG, "refused with {0}: {1}", e.status(), e.getMessage());
    JdkExchange exchange = new JdkExchange(given, JdkRequest.unreadable(given), watch, front);
    service.refused(exchange.peer(), e.status(), String.valueOf(e.getMessage()));
    answer(exchange, e.status(), Response.reason(e.status()));
    exchange.finish();
  }

  private static void answer(JdkExchange exchange, int status, String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      ResponseContent content =
          exchange.respond(
              status,
              Fields.of("Content-Type", "text/plain; charset=utf-8", "Connection", "close"),
              bytes.length);
      if (!exchange.head().method().equals("HEAD")) {
        content.write(bytes, 0, bytes.length);
      }
      content.end();
    } catch (IOException e) {
      LOG.log(DEBUG, "the client went away before its answer", e);
      exchange.abort();
    }
  }
}
