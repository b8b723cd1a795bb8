package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.http.loop.Loops;
import io.rgate.http.origin.StreamConnection;
import io.rgate.http.tls.ClientTls;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider.OriginTls;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 and HTTP/2 over pooled connections. It handles the bytes itself. So it can tell what was
 * sent, passes Latin-1 fields unchanged, and refuses a message with ambiguous framing.
 */
public final class DirectUpstream implements Upstream {
  private static final List<String> HTTP1 = List.of("http/1.1");
  private static final List<String> BOTH = List.of(StreamConnection.ALPN, "http/1.1");

  private final Senders senders = new Senders(System::nanoTime);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ClientTls tls;
  private final boolean http2;
  private final Loops loops;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * An upstream without connections.
   *
   * @throws io.rgate.api.InvalidConfigException with a key from {@code tls} on, if a file cannot be
   *     used
   */
  public DirectUpstream(UpstreamSettings settings) {
    // Without files there is nothing to be found wrong, and most gateways need no TLS here.
    this.tls = settings.tls().equals(OriginTls.DEFAULT) ? null : ClientTls.open(settings.tls());
    this.http2 = settings.http2();
    this.loops = Loops.acquire();
  }

  @Override
  public OriginAnswer send(Endpoint endpoint, Request originRequest, SendOptions options)
      throws UpstreamException {
    return sender(endpoint).send(originRequest, options);
  }

  @Override
  public boolean hasConnection(Endpoint endpoint) {
    Sender sender = senders.get(endpoint.uri());
    return sender != null && sender.hasConnection();
  }

  @Override
  public boolean offersTunnel(Endpoint endpoint) {
    return !endpoint.isH2c(); // with TLS, HTTP/1.1 is asked for where a request needs it
  }

  @Override
  public Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
    return sender(endpoint).connect(atMost);
  }

  @Override
  public boolean tellsInterim(Endpoint endpoint) {
    return true;
  }

  private Sender sender(Endpoint endpoint) throws UpstreamException {
    Sender sender = senders.get(endpoint.uri());
    if (sender == null) {
      sender = senders.getOrMake(endpoint.uri(), uri -> make(endpoint));
    }
    if (closed.get()) {
      throw new UpstreamException(
          Stage.CONNECT, Failure.UNREACHABLE, "the upstream is closed", null);
    }
    return sender;
  }

  private Sender make(Endpoint endpoint) {
    if (endpoint.isTls()) {
      return makeTls(endpoint);
    }
    Connector connector = new Connector(endpoint, loops);
    return endpoint.isH2c()
        ? new Http2Sender(connector, "http")
        : new Http1Sender(new ConnectionPool(connector));
  }

  private Sender makeTls(Endpoint endpoint) {
    ClientTls with = tls();
    Connector one = new Connector(endpoint, loops, with, HTTP1);
    return http2
        ? new TlsSender(new Connector(endpoint, loops, with, BOTH), one)
        : new Http1Sender(new ConnectionPool(one));
  }

  private ClientTls tls() {
    lock.lock();
    try {
      ClientTls known = tls;
      if (known == null) {
        known = ClientTls.open(OriginTls.DEFAULT);
        tls = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      senders.close();
      loops.release();
    }
  }
}
