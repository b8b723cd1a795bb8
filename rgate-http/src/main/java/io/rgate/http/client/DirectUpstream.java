package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.http.loop.Loops;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over pooled connections, read by the request's own virtual thread, for origins without
 * TLS. It handles the bytes itself. So it can tell what was sent, passes Latin-1 fields unchanged,
 * and refuses a message with ambiguous framing.
 */
public final class DirectUpstream implements Upstream {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Map<URI, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final Loops loops = Loops.acquire();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** An upstream without connections. */
  public DirectUpstream() {}

  @Override
  public OriginAnswer send(Endpoint endpoint, Request originRequest, SendOptions options)
      throws UpstreamException {
    ConnectionPool pool = pool(endpoint);
    requireWanted(options);
    Upload upload = new Upload(originRequest, options.timeouts());
    OriginConnection idle = pool.takeIdle(!isRepeatable(originRequest));
    ClientExchange stale = null;
    if (idle != null) {
      ClientExchange exchange = new ClientExchange(pool, idle, upload, options);
      try {
        return exchange.run(originRequest, null);
      } catch (UpstreamException e) {
        if (!wasStale(e, exchange, originRequest)) {
          throw e;
        }
        stale = exchange;
      }
    }
    boolean begun = upload.hasBegun();
    OriginConnection fresh = begun ? connectAgain(pool, options) : connect(pool, options);
    Upload again = begun ? upload : new Upload(originRequest, options.timeouts());
    return new ClientExchange(pool, fresh, again, options).run(originRequest, stale);
  }

  /** Connects for a request whose content was read: nobody else can send it. */
  private static OriginConnection connectAgain(ConnectionPool pool, SendOptions options)
      throws UpstreamException {
    try {
      return connect(pool, options);
    } catch (UpstreamException e) {
      throw e.failure() == Failure.CLIENT
          ? e
          : new UpstreamException(
              Stage.SEND, Failure.CLOSED, "the origin closed, and there is " + e.getMessage(), e);
    }
  }

  @Override
  public boolean hasConnection(Endpoint endpoint) {
    ConnectionPool pool = pools.get(endpoint.uri());
    return pool != null && pool.hasIdle();
  }

  @Override
  public Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
    ConnectionPool pool = pool(endpoint);
    OriginConnection made = connect(pool, atMost);
    return new Connected() {
      @Override
      public OriginAnswer send(Request originRequest, SendOptions options)
          throws UpstreamException {
        requireWanted(pool, made, options);
        Upload upload = new Upload(originRequest, options.timeouts());
        return new ClientExchange(pool, made, upload, options).run(originRequest, null);
      }

      @Override
      public void keep() {
        pool.giveBack(made);
      }
    };
  }

  @Override
  public boolean tellsInterim(Endpoint endpoint) {
    return true;
  }

  private ConnectionPool pool(Endpoint endpoint) throws UpstreamException {
    ConnectionPool pool = pools.get(endpoint.uri());
    if (pool == null) {
      pools.values().removeIf(ConnectionPool::isUnused); // for endpoints that no longer exist
      pool = pools.computeIfAbsent(endpoint.uri(), uri -> new ConnectionPool(endpoint, loops));
    }
    if (closed.get()) {
      throw new UpstreamException(
          Stage.CONNECT, Failure.UNREACHABLE, "the upstream is closed", null);
    }
    return pool;
  }

  private static void requireWanted(SendOptions options) throws UpstreamException {
    if (options.cancellation().isCancelled()) {
      throw new UpstreamException(Stage.CONNECT, Failure.CLIENT, "the client has left", null);
    }
  }

  /**
   * Whether an idle connection was just being closed, and the request may be sent on another one:
   * no byte of it was taken, or the request may arrive twice (RFC 9110, 9.2.2).
   */
  private static boolean wasStale(UpstreamException e, ClientExchange exchange, Request request) {
    return e.failure() == Failure.CLOSED && (exchange.sentNothing() || isRepeatable(request));
  }

  private static boolean isRepeatable(Request request) {
    return request.body().isEmpty() && SAFE.contains(request.method());
  }

  private static OriginConnection connect(ConnectionPool pool, SendOptions options)
      throws UpstreamException {
    OriginConnection made = connect(pool, options.timeouts().connect());
    requireWanted(pool, made, options);
    return made;
  }

  /** Closes the connection if nobody wants an answer any more. */
  private static void requireWanted(ConnectionPool pool, OriginConnection made, SendOptions options)
      throws UpstreamException {
    if (options.cancellation().isCancelled()) {
      pool.discard(made);
      requireWanted(options);
    }
  }

  private static OriginConnection connect(ConnectionPool pool, Duration atMost)
      throws UpstreamException {
    try {
      return pool.connect(atMost.toNanos());
    } catch (SocketTimeoutException e) {
      throw failed(Failure.TIMEOUT, "no connection within " + Durations.text(atMost), e);
    } catch (UnknownHostException e) {
      throw failed(Failure.UNREACHABLE, "the origin's host has no address", e);
    } catch (IOException e) {
      throw failed(Failure.UNREACHABLE, "no connection: " + why(e), e);
    }
  }

  private static UpstreamException failed(Failure failure, String why, IOException cause) {
    return new UpstreamException(Stage.CONNECT, failure, why, cause);
  }

  private static @Nullable String why(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pools.values().forEach(ConnectionPool::close);
      loops.release();
    }
  }
}
