package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.http.loop.Loops;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * HTTP/1.1 and HTTP/2 over pooled connections. It handles the bytes itself. So it can tell what was
 * sent, passes Latin-1 fields unchanged, and refuses a message with ambiguous framing.
 */
public final class DirectUpstream implements Upstream {
  private final Map<URI, Sender> senders = new ConcurrentHashMap<>();
  private final Loops loops = Loops.acquire();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** An upstream without connections. */
  public DirectUpstream() {}

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
  public Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
    return sender(endpoint).connect(atMost);
  }

  private Sender sender(Endpoint endpoint) throws UpstreamException {
    Sender sender = senders.get(endpoint.uri());
    if (sender == null) {
      senders.values().removeIf(Sender::isUnused); // for endpoints that no longer exist
      sender = senders.computeIfAbsent(endpoint.uri(), uri -> make(endpoint));
    }
    if (closed.get()) {
      throw new UpstreamException(
          Stage.CONNECT, Failure.UNREACHABLE, "the upstream is closed", null);
    }
    return sender;
  }

  private Sender make(Endpoint endpoint) {
    Connector connector = new Connector(endpoint, loops);
    return endpoint.isH2c()
        ? new Http2Sender(connector, "http")
        : new Http1Sender(new ConnectionPool(connector));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      senders.values().forEach(Sender::close);
      loops.release();
    }
  }
}
