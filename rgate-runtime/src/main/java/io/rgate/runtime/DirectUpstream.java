package io.rgate.runtime;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP/1.1 over pooled connections, read by the request's own virtual thread: for origins without
 * TLS. It sees every byte, so it knows what was sent, passes fields in Latin-1, and lets nothing by
 * that is framed in two ways.
 */
final class DirectUpstream implements Upstream {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Map<URI, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final Watchdog watchdog = new Watchdog(this::forgetUnused);

  @Override
  public Response send(Endpoint endpoint, Request originRequest, Timeouts timeouts)
      throws UpstreamException {
    ConnectionPool pool =
        pools.computeIfAbsent(endpoint.uri(), uri -> new ConnectionPool(endpoint, watchdog));
    Upload upload = upload(endpoint, originRequest, timeouts);
    watchdog.expect(timeouts);
    OriginConnection idle = pool.takeIdle();
    if (idle != null) {
      DirectExchange exchange = new DirectExchange(pool, idle, upload, timeouts);
      try {
        return exchange.run(originRequest);
      } catch (UpstreamException e) {
        if (!wasStale(e, exchange, originRequest)) {
          throw e;
        }
      }
    }
    OriginConnection fresh = connect(pool, timeouts);
    return new DirectExchange(pool, fresh, upload, timeouts).run(originRequest);
  }

  private static Upload upload(Endpoint endpoint, Request request, Timeouts timeouts)
      throws UpstreamException {
    try {
      return new Upload(request, endpoint, timeouts);
    } catch (IllegalArgumentException e) {
      throw new UpstreamException(Stage.CONNECT, Failure.INVALID, e);
    }
  }

  /**
   * Whether a connection that had been idle was being closed just then, and the request can be sent
   * on another one: no byte of it was taken, or it is one that may arrive twice (RFC 9110, 9.2.2).
   */
  private static boolean wasStale(UpstreamException e, DirectExchange exchange, Request request) {
    return e.failure() == Failure.CLOSED
        && (exchange.sentNothing()
            || (SAFE.contains(request.method()) && request.body().isEmpty()));
  }

  private static OriginConnection connect(ConnectionPool pool, Timeouts timeouts)
      throws UpstreamException {
    try {
      return pool.connect(timeouts.connect().toNanos());
    } catch (SocketTimeoutException e) {
      throw new UpstreamException(Stage.CONNECT, Failure.TIMEOUT, e);
    } catch (IOException e) {
      throw new UpstreamException(Stage.CONNECT, Failure.UNREACHABLE, e);
    }
  }

  private void forgetUnused() {
    // A request that has just found its pool here keeps it; the watchdog ends what is left in it.
    pools.values().removeIf(ConnectionPool::isUnused);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
