package io.rgate.httpserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes servers that serve each connection on one virtual thread, from its first request to its
 * last. The JDK's own server hands every request from a dispatcher's thread to another one and
 * back, which is most of what a small request costs there.
 *
 * <p>What differs for a handler, beside speed: {@code Expect: 100-continue} is answered when the
 * content is read for the first time, a {@code Date} that the handler has set stays, attributes
 * belong to one exchange, and a request that is malformed gets an answer. An executor gets one task
 * a connection; without one each connection gets a virtual thread.
 *
 * <p>Safe for use by many threads.
 */
public final class VirtualThreadServers extends HttpServerProvider {
  private final Limits limits;

  /** Servers that wait 30 s for the head of a request and 75 s between requests. */
  public VirtualThreadServers() {
    this(Duration.ofSeconds(30), Duration.ofSeconds(75));
  }

  /**
   * Servers with limits of their own.
   *
   * @param requestHead how long the head of a request may take from its first byte; then the
   *     connection is closed
   * @param idle how long a connection may wait for a request; then it is closed
   */
  public VirtualThreadServers(Duration requestHead, Duration idle) {
    this.limits = new Limits(requestHead.toNanos(), idle.toNanos());
  }

  /** What a server made here waits for, in nanoseconds. */
  record Limits(long headNanos, long idleNanos) {}

  /**
   * A server that listens on {@code address}, unless that is null: then {@link HttpServer#bind}
   * says where.
   */
  @Override
  public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog)
      throws IOException {
    VirtualThreadServer server = new VirtualThreadServer(limits);
    if (address != null) {
      server.bind(address, backlog);
    }
    return server;
  }

  /**
   * Not for TLS.
   *
   * @throws UnsupportedOperationException always; {@link HttpServerProvider#provider()} has a
   *     server for TLS
   */
  @Override
  public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) {
    throw new UnsupportedOperationException("no TLS: use the HttpsServer of the JDK");
  }
}
