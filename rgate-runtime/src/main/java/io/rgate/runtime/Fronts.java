package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A gateway's servers: the one for its clients, and that of the administration if it has one. */
final class Fronts {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private static final Duration FIRST_REPORT = Duration.ofSeconds(2);

  private final FrontServer clients;
  private final Optional<FrontServer> admin;
  private final Front front;
  private final Front adminFront;

  private Fronts(FrontServer clients, Optional<FrontServer> admin, Limits limits) {
    this.clients = clients;
    this.admin = admin;
    this.front = new Front(limits);
    this.adminFront = front.withOwnCount();
  }

  /**
   * Starts what {@code draft} describes: the administration first, then the discovery, then, when
   * that has reported, the clients' server.
   *
   * @throws java.io.UncheckedIOException if an address cannot be listened on; no port is taken then
   */
  static Fronts start(GatewayParts parts, Draft draft) {
    Fronts fronts = bind(draft);
    try {
      fronts.open(parts);
      return fronts;
    } catch (RuntimeException | Error e) {
      fronts.stop(Duration.ZERO);
      throw e;
    }
  }

  private static Fronts bind(Draft draft) {
    HttpServerProvider servers = draft.servers();
    FrontServer first = FrontServer.bind(servers, draft.address());
    try {
      Optional<FrontServer> second =
          draft.adminAddress().map(address -> FrontServer.bind(servers, address));
      return new Fronts(first, second, draft.limits());
    } catch (RuntimeException e) {
      first.stop(new InFlight(), Duration.ZERO);
      throw e;
    }
  }

  private void open(GatewayParts parts) {
    admin.ifPresent(server -> {
      server.start(parts.adminHandler(front.inFlight(), adminFront), adminFront);
      LOG.log(INFO, "health and statistics on {0}", server.address());
    });
    parts.startDiscovery(FIRST_REPORT);
    clients.start(parts.exchangeHandler(front, admin.isEmpty()), front);
    LOG.log(INFO, "listening on {0}", clients.address());
  }

  /** Counts the exchanges of the gateway's clients. */
  InFlight inFlight() {
    return front.inFlight();
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
  boolean stop(Duration patience) {
    boolean drained = clients.stop(front.inFlight(), patience);
    admin.ifPresent(server -> server.stop(adminFront.inFlight(), Duration.ofSeconds(1)));
    front.clients().close();
    return drained;
  }
}
