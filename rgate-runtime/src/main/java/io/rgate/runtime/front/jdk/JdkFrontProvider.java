package io.rgate.runtime.front.jdk;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes fronts named {@code jdk}, on the JDK's {@code HttpServer} or on another implementation of
 * that API.
 *
 * <p>What the API cannot do: trailers of requests are refused by the JDK's server and those of
 * responses are dropped; interim responses and tunnels do not exist; names of fields lose their
 * case and their order; targets that {@link java.net.URI} refuses get 400, and refusals by the
 * server itself are not told to {@link io.rgate.transport.Front.Service#refused}; the server writes
 * its own {@code Date}; idle connections stay open while the front drains, and new ones are
 * accepted until then; connections that wait to be accepted at the end are reset; a port cannot be
 * shared; connections are not counted, so they have no limit; there is no TLS; a client that leaves
 * is noticed only when something is read or written, so {@link io.rgate.transport.Exchange#onGone}
 * does nothing.
 */
public final class JdkFrontProvider implements FrontProvider {
  private final @Nullable HttpServerProvider servers;

  /** Fronts on the server that the JDK chooses. */
  public JdkFrontProvider() {
    this.servers = null;
  }

  /** Fronts on servers of {@code given}. */
  public JdkFrontProvider(HttpServerProvider given) {
    this.servers = given;
  }

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public Front bind(FrontSettings settings) throws IOException {
    if (settings.reusePort()) {
      throw new InvalidConfigException(
          "server.reuse_port",
          "must be false with the front 'jdk', because the JDK's HttpServer cannot share its port;"
              + " leave it out, or have the module rgate-http on the path and take the front"
              + " 'direct'");
    }
    if (settings.tls() != null) {
      throw new InvalidConfigException(
          "tls",
          "cannot be used with the front 'jdk'; have the module rgate-http on the path, and take"
              + " the front 'direct' (server.front: direct)");
    }
    Limits limits = settings.limits();
    requireNone("server.max_connections", limits.maxConnections());
    requireNone("server.max_connections_per_client", limits.maxConnectionsPerClient());
    JdkServerProperties.prepare();
    return JdkFront.bind(servers == null ? HttpServerProvider.provider() : servers, settings);
  }

  private static void requireNone(String key, int limit) {
    if (limit > 0) {
      throw new InvalidConfigException(
          key,
          "must be 0 with the front 'jdk', because the JDK's HttpServer shows no connections; leave"
              + " it out, or have the module rgate-http on the path and take the front 'direct'");
    }
  }
}
