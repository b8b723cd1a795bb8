package io.rgate.runtime;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.httpserver.VirtualThreadServers;
import java.util.function.Supplier;

/** What a gateway can be put together from; each of these passes the same cases. */
enum GatewayKind {
  HTTP_CLIENT(HttpClientUpstream::new, HttpServerProvider.provider()),
  DIRECT(DirectUpstream::new, HttpServerProvider.provider()),
  VIRTUAL_THREADS(DirectUpstream::new, new VirtualThreadServers());

  private final Supplier<Upstream> upstream;
  private final HttpServerProvider servers;

  GatewayKind(Supplier<Upstream> upstream, HttpServerProvider servers) {
    this.upstream = upstream;
    this.servers = servers;
  }

  /** The JDK's client leaves out an empty query, names itself, and reads answers late. */
  boolean isJdkClient() {
    return this == HTTP_CLIENT;
  }

  /** The JDK's server lets through, and cuts without a word, what others answer with 400. */
  boolean isJdkServer() {
    return this != VIRTUAL_THREADS;
  }

  Supplier<Upstream> upstream() {
    return upstream;
  }

  HttpServerProvider servers() {
    return servers;
  }
}
