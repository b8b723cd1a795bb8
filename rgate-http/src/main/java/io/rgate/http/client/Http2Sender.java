package io.rgate.http.client;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Request;
import io.rgate.http.loop.Transport;
import io.rgate.http.origin.StreamConnection;
import io.rgate.http.origin.StreamExchange;
import io.rgate.http.sending.Upload;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 over few connections, each for many requests at a time. When all places are taken one
 * further connection is made, and who needs one, too, waits for that.
 */
final class Http2Sender implements Sender {
  /** These have far more places than there may be connections of HTTP/1.1. */
  private static final int MOST = 1024;

  private final Connector connector;
  private final String scheme;
  private final StreamPool pool = new StreamPool();
  private final Dialling dialling = new Dialling();

  private final boolean choice;

  /** Requests have {@code scheme}; each origin speaks HTTP/2. */
  Http2Sender(Connector connector, String scheme) {
    this(connector, scheme, false);
  }

  /**
   * Requests have {@code scheme}.
   *
   * @param choice whether an origin may choose HTTP/1.1 in the handshake
   */
  Http2Sender(Connector connector, String scheme, boolean choice) {
    this.connector = connector;
    this.scheme = scheme;
    this.choice = choice;
  }

  @Override
  public OriginAnswer send(Request request, SendOptions options) throws UpstreamException {
    try {
      return offer(request, options);
    } catch (Http1ChosenException e) {
      throw new IllegalStateException("the origin had no choice", e);
    }
  }

  /**
   * Sends a request to an origin that may have a choice.
   *
   * @throws Http1ChosenException if it has chosen HTTP/1.1, so that nothing was sent
   */
  OriginAnswer offer(Request request, SendOptions options)
      throws UpstreamException, Http1ChosenException {
    Connecting.requireWanted(options);
    return sendOn(reserve(options.timeouts().connect()), request, options);
  }

  /** Sends on a connection on which a place was taken. */
  private OriginAnswer sendOn(StreamConnection connection, Request request, SendOptions options)
      throws UpstreamException {
    requireWanted(connection, options);
    boolean used = connection.isUsed();
    Upload upload = new Upload(request, options);
    StreamExchange exchange = new StreamExchange(connection, request, upload, options);
    try {
      return exchange.run(request, scheme, connector.authority());
    } catch (UpstreamException e) {
      boolean stale = used && e.failure() == Failure.CLOSED && Connecting.isRepeatable(request);
      if (!exchange.canBeRepeated() || !(stale || exchange.wasNotProcessed())) {
        throw e;
      }
      StreamConnection other = reserveAgain(request, options);
      if (other == null) {
        throw e;
      }
      requireWanted(other, options);
      return exchange.again(other, request).run(request, scheme, connector.authority());
    }
  }

  private @Nullable StreamConnection reserveAgain(Request request, SendOptions options)
      throws UpstreamException {
    try {
      return reserve(options.timeouts().connect());
    } catch (UpstreamException e) {
      throw request.body().isEmpty() ? e : Connecting.again(e);
    } catch (Http1ChosenException e) {
      e.giveUp();
      return null;
    }
  }

  private static void requireWanted(StreamConnection connection, SendOptions options)
      throws UpstreamException {
    if (options.cancellation().isCancelled()) {
      connection.release();
      Connecting.requireWanted(options);
    }
  }

  /** A connection with a place for one request. */
  private StreamConnection reserve(Duration atMost) throws UpstreamException, Http1ChosenException {
    StreamConnection found = pool.reserve();
    if (found != null) {
      return found;
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (found == null) {
        found = dialling.dialOrWait(deadline, this::dial);
        found = found == null ? pool.reserve() : found;
      }
      return found;
    } catch (Http1ChosenException e) {
      throw e;
    } catch (IOException e) {
      throw Connecting.failed(e, atMost);
    }
  }

  private StreamConnection dial(long deadline) throws IOException {
    StreamConnection before = pool.reserve(); // made since this thread looked
    if (before != null) {
      return before;
    }
    if (pool.size() >= MOST) {
      throw new ConnectException(MOST + " connections to " + connector + " in use");
    }
    Transport transport = connector.connect(deadline);
    if (choice && !transport.protocol().equals(StreamConnection.ALPN)) {
      throw new Http1ChosenException(transport);
    }
    StreamConnection made = new StreamConnection(transport, pool::remove);
    made.begin(Math.max(1, deadline - System.nanoTime()));
    if (!made.reserve()) {
      made.close();
      throw new ConnectException("the origin allows no request at all on a new connection");
    }
    pool.add(made);
    return made;
  }

  @Override
  public boolean hasConnection() {
    return pool.hasPlace();
  }

  @Override
  public Connected connect(Duration atMost) throws UpstreamException {
    try {
      return offer(atMost);
    } catch (Http1ChosenException e) {
      throw new IllegalStateException("the origin had no choice", e);
    }
  }

  /**
   * Connects to an origin that may have a choice.
   *
   * @throws Http1ChosenException if it has chosen HTTP/1.1
   */
  Connected offer(Duration atMost) throws UpstreamException, Http1ChosenException {
    StreamConnection reserved = reserve(atMost);
    return new Connected() {
      @Override
      public OriginAnswer send(Request originRequest, SendOptions options)
          throws UpstreamException {
        return sendOn(reserved, originRequest, options);
      }

      @Override
      public void keep() {
        reserved.release();
      }
    };
  }

  @Override
  public boolean isUnused() {
    return pool.size() == 0 && !dialling.isRunning();
  }

  @Override
  public void close() {
    connector.close();
    pool.close();
  }
}
