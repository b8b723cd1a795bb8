package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;

import io.rgate.runtime.measure.InFlight;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A gateway's fronts: one for its clients, and one for the administration if it has an address. */
final class Fronts {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private static final Duration FIRST_REPORT = Duration.ofSeconds(2);

  private final Front clients;
  private final Optional<Front> admin;
  private final InFlight inFlight = new InFlight();

  private Fronts(Front clients, Optional<Front> admin) {
    this.clients = clients;
    this.admin = admin;
  }

  /**
   * Starts what {@code draft} describes: first the administration, then the discovery, and after
   * its first report the clients' front.
   *
   * @throws UncheckedIOException if a front cannot listen on its address; no port stays open then
   */
  static Fronts start(GatewayParts parts, GatewayDraft draft) {
    Fronts fronts = bind(draft);
    try {
      fronts.open(parts);
      return fronts;
    } catch (RuntimeException | Error e) {
      fronts.stop(Duration.ZERO);
      throw e;
    }
  }

  private static Fronts bind(GatewayDraft draft) {
    FrontProvider provider = draft.front();
    FrontSettings settings = FrontSettings.of(draft.address()).withLimits(draft.limits());
    Front first = bind(provider, settings);
    try {
      Optional<Front> second =
          draft
              .adminAddress()
              .map(address -> bind(provider, FrontSettings.of(address).withLimits(draft.limits())));
      return new Fronts(first, second);
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /**
   * Makes a front that listens on its port; if it cannot, the exception explains it to the user.
   */
  static Front bind(FrontProvider provider, FrontSettings settings) {
    InetSocketAddress address = settings.address();
    if (address.isUnresolved()) {
      throw new UncheckedIOException(
          new IOException(BindFailure.text(address, new IOException("unresolved"))));
    }
    try {
      return provider.bind(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException(BindFailure.text(address, e), e));
    }
  }

  private void open(GatewayParts parts) {
    admin.ifPresent(front -> {
      front.start(parts.adminHandler(inFlight));
      LOG.log(INFO, "health and statistics on {0}", front.address());
    });
    parts.startDiscovery(FIRST_REPORT);
    clients.start(parts.exchangeHandler(inFlight, admin.isEmpty()));
    LOG.log(INFO, "listening on {0}", clients.address());
  }

  /** Counts the exchanges of the gateway's clients. */
  InFlight inFlight() {
    return inFlight;
  }

  int port() {
    return clients.address().getPort();
  }

  OptionalInt adminPort() {
    return admin.isEmpty() ? OptionalInt.empty() : OptionalInt.of(admin.get().address().getPort());
  }

  /**
   * Frees the ports after the clients' requests are finished; until then the administration is
   * still answered.
   *
   * @return whether all requests were finished within {@code patience}; the others are cut off
   */
  boolean stop(Duration patience) {
    inFlight.drain();
    boolean drained = clients.drain(patience);
    clients.close();
    admin.ifPresent(front -> {
      front.drain(Duration.ofSeconds(1));
      front.close();
    });
    return drained;
  }
}
