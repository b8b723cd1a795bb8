package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;

import com.sun.net.httpserver.HttpHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A gateway's servers: the one for its clients, and that of the administration if it has one. */
final class Fronts {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private final FrontServer clients;
  private final Optional<FrontServer> admin;
  private final InFlight adminInFlight = new InFlight();

  private Fronts(FrontServer clients, Optional<FrontServer> admin) {
    this.clients = clients;
    this.admin = admin;
  }

  /**
   * Servers that have their ports, and answer nothing yet.
   *
   * @throws java.io.UncheckedIOException if an address cannot be listened on; no port is taken then
   */
  static Fronts bind(InetSocketAddress clients, Optional<InetSocketAddress> admin) {
    FrontServer first = FrontServer.bind(clients);
    try {
      return new Fronts(first, admin.map(FrontServer::bind));
    } catch (RuntimeException e) {
      first.stop(new InFlight(), Duration.ZERO);
      throw e;
    }
  }

  /** Answers the administration from now on, before there is anything to route. */
  void startAdmin(GatewayParts parts, InFlight inFlight) {
    admin.ifPresent(server -> {
      server.start(parts.adminHandler(inFlight, adminInFlight));
      LOG.log(INFO, "health and statistics on {0}", server.address());
    });
  }

  /** Answers clients from now on. */
  void start(GatewayParts parts, InFlight inFlight) {
    HttpHandler handler = parts.exchangeHandler(inFlight, admin.isEmpty());
    clients.start(handler);
    LOG.log(INFO, "listening on {0}", clients.address());
  }

  int port() {
    return clients.address().getPort();
  }

  OptionalInt adminPort() {
    return admin.isEmpty() ? OptionalInt.empty() : OptionalInt.of(admin.get().address().getPort());
  }

  /**
   * Frees the ports after the clients' requests are finished; the administration is answered until
   * then.
   *
   * @return whether all of them were, within {@code patience}; the others are cut off
   */
  boolean stop(InFlight inFlight, Duration patience) {
    boolean drained = clients.stop(inFlight, patience);
    admin.ifPresent(server -> server.stop(adminInFlight, Duration.ofSeconds(1)));
    return drained;
  }
}
