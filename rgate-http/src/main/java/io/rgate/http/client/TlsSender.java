package io.rgate.http.client;

import io.rgate.api.Request;
import io.rgate.http.loop.Transport;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 or HTTP/1.1 over TLS, as the origin chooses in the handshake (ALPN). What it has chosen is
 * remembered, so that connections of HTTP/1.1 are made beside each other.
 */
final class TlsSender implements Sender {
  /** After that time an origin of HTTP/1.1 is offered HTTP/2 again. */
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

  private final ConnectionPool pool;
  private final Http1Sender http1;
  private final Http2Sender http2;
  private volatile long chosen;

  /** {@code both} offers both versions, {@code one} only HTTP/1.1. */
  TlsSender(Connector both, Connector one) {
    this.pool = new ConnectionPool(one);
    this.http1 = new Http1Sender(pool);
    this.http2 = new Http2Sender(both, "https", true);
  }

  /** The connection that was made, unless another request has it. */
  private @Nullable OriginConnection chose(Http1ChosenException e, Duration atMost)
      throws UpstreamException {
    chosen = System.nanoTime() | 1;
    Transport made = e.take();
    try {
      return made == null ? null : pool.adopt(made);
    } catch (IOException full) {
      throw Connecting.failed(full, atMost);
    }
  }

  private boolean hasChosenHttp1() {
    long at = chosen;
    return at != 0 && System.nanoTime() - at < REMEMBERED;
  }

  @Override
  public OriginAnswer send(Request request, SendOptions options) throws UpstreamException {
    // HTTP/2 has no upgrade: what was agreed is for HTTP/1.1 (RFC 9113, 8.6).
    if (hasChosenHttp1() || request.fields().contains("Upgrade")) {
      return http1.send(request, options);
    }
    try {
      return http2.offer(request, options);
    } catch (Http1ChosenException e) {
      OriginConnection made = chose(e, options.timeouts().connect());
      return made == null ? http1.send(request, options) : http1.sendOn(made, request, options);
    }
  }

  @Override
  public boolean hasConnection() {
    return http2.hasConnection() || http1.hasConnection();
  }

  @Override
  public Connected connect(Duration atMost) throws UpstreamException {
    if (hasChosenHttp1()) {
      return http1.connect(atMost);
    }
    try {
      return orHttp1(http2.offer(atMost));
    } catch (Http1ChosenException e) {
      OriginConnection made = chose(e, atMost);
      return made == null ? http1.connect(atMost) : http1.connected(made);
    }
  }

  /** An upgrade, of which nothing is known before, needs another connection than that of HTTP/2. */
  private Connected orHttp1(Connected made) {
    return new Connected() {
      @Override
      public OriginAnswer send(Request request, SendOptions options) throws UpstreamException {
        if (!request.fields().contains("Upgrade")) {
          return made.send(request, options);
        }
        made.keep();
        return http1.send(request, options);
      }

      @Override
      public void keep() {
        made.keep();
      }
    };
  }

  @Override
  public boolean isUnused() {
    return http1.isUnused() && http2.isUnused();
  }

  @Override
  public void close() {
    http1.close();
    http2.close();
  }
}
