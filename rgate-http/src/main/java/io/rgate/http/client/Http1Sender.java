package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Request;
import io.rgate.http.sending.Upload;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.time.Duration;

/** HTTP/1.1 over pooled connections, read by the request's own virtual thread. */
final class Http1Sender implements Sender {
  private final ConnectionPool pool;

  Http1Sender(ConnectionPool pool) {
    this.pool = pool;
  }

  @Override
  public OriginAnswer send(Request request, SendOptions options) throws UpstreamException {
    Connecting.requireWanted(options);
    Upload upload = new Upload(request, options);
    OriginConnection idle = pool.takeIdle(!Connecting.isRepeatable(request));
    ClientExchange stale = null;
    if (idle != null) {
      ClientExchange exchange = new ClientExchange(pool, idle, upload, options);
      try {
        return exchange.run(request, null);
      } catch (UpstreamException e) {
        if (!wasStale(e, exchange, request)) {
          throw e;
        }
        stale = exchange;
      }
    }
    boolean begun = upload.hasBegun();
    OriginConnection fresh = begun ? connectAgain(options) : connect(options);
    Upload again = begun ? upload : new Upload(request, options);
    return new ClientExchange(pool, fresh, again, options).run(request, stale);
  }

  /** Connects for a request whose content was read: nobody else can send it. */
  private OriginConnection connectAgain(SendOptions options) throws UpstreamException {
    try {
      return connect(options);
    } catch (UpstreamException e) {
      throw Connecting.again(e);
    }
  }

  /**
   * Whether an idle connection was just being closed, and the request may be sent on another one:
   * no byte of it was taken, or the request may arrive twice (RFC 9110, 9.2.2).
   */
  private static boolean wasStale(UpstreamException e, ClientExchange exchange, Request request) {
    return e.failure() == Failure.CLOSED
        && (exchange.sentNothing() || Connecting.isRepeatable(request));
  }

  /** Sends on a connection that was made for it. */
  OriginAnswer sendOn(OriginConnection made, Request request, SendOptions options)
      throws UpstreamException {
    requireWanted(made, options);
    Upload upload = new Upload(request, options);
    return new ClientExchange(pool, made, upload, options).run(request, null);
  }

  @Override
  public boolean hasConnection() {
    return pool.hasIdle();
  }

  @Override
  public Connected connect(Duration atMost) throws UpstreamException {
    return connected(make(atMost));
  }

  /** The use of a connection that was made beforehand. */
  Connected connected(OriginConnection made) {
    return new Connected() {
      @Override
      public OriginAnswer send(Request originRequest, SendOptions options)
          throws UpstreamException {
        return sendOn(made, originRequest, options);
      }

      @Override
      public void keep() {
        pool.giveBack(made);
      }
    };
  }

  private OriginConnection connect(SendOptions options) throws UpstreamException {
    OriginConnection made = make(options.timeouts().connect());
    requireWanted(made, options);
    return made;
  }

  /** Closes the connection if nobody wants an answer any more. */
  private void requireWanted(OriginConnection made, SendOptions options) throws UpstreamException {
    if (options.cancellation().isCancelled()) {
      pool.discard(made);
      Connecting.requireWanted(options);
    }
  }

  private OriginConnection make(Duration atMost) throws UpstreamException {
    try {
      return pool.connect(atMost.toNanos());
    } catch (IOException e) {
      throw Connecting.failed(e, atMost);
    }
  }

  @Override
  public boolean isUnused() {
    return pool.isUnused();
  }

  @Override
  public void close() {
    pool.close();
  }
}
