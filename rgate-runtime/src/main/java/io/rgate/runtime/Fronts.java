package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;
import static java.util.Objects.requireNonNull;

import io.rgate.api.Limits;
import io.rgate.config.ShutdownConfig;
import io.rgate.runtime.measure.InFlight;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway's fronts: one for its clients, and one for the administration if it has an address. */
final class Fronts {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private static final Duration FIRST_REPORT = Duration.ofSeconds(2);
  private static final Duration FOR_ADMIN = Duration.ofSeconds(1);

  private final GatewayDraft draft;
  private final FrontProvider provider;
  private final InFlight inFlight = new InFlight();
  private @Nullable Front clients;
  private @Nullable Front admin;

  private Fronts(GatewayDraft draft) {
    this.draft = draft;
    this.provider = draft.front();
  }

  /**
   * Starts what {@code draft} describes: first the administration, then the discovery, and after
   * its first report the clients' front.
   *
   * @throws UncheckedIOException if a front cannot listen on its address; no port stays open then
   * @throws io.rgate.api.InvalidConfigException if the front cannot share a port and is to do so
   */
  static Fronts start(GatewayParts parts, GatewayDraft draft) {
    Fronts fronts = new Fronts(draft);
    try {
      fronts.open(parts);
      return fronts;
    } catch (RuntimeException | Error e) {
      fronts.close();
      throw e;
    }
  }

  private void open(GatewayParts parts) {
    // A port of its own is taken first, so that a failure comes before anything else begins. From
    // a shared one the system gives this process connections at once, so it waits until it is
    // ready.
    boolean first = !draft.reusePort();
    Front early = first ? bind(draft.address(), draft.limits()) : null;
    clients = early;
    draft
        .adminAddress()
        .ifPresent(address -> {
          // Who looks after the gateway must reach it while clients have all the connections.
          Front front = bind(address, draft.limits().withConnections(0, 0));
          admin = front;
          front.start(parts.adminHandler(inFlight));
          LOG.log(INFO, "health and statistics on {0}", front.address());
        });
    parts.startDiscovery(FIRST_REPORT);
    Front front = early == null ? bind(draft.address(), draft.limits()) : early;
    clients = front;
    front.start(parts.exchangeHandler(inFlight, admin == null));
    LOG.log(INFO, "listening on {0}", front.address());
  }

  private Front bind(InetSocketAddress address, Limits limits) {
    FrontSettings settings =
        FrontSettings.of(address)
            .withLimits(limits)
            .withReusePort(draft.reusePort())
            .withHttp2Streams(draft.http2Streams());
    return draft.placed(() -> bind(provider, settings));
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
      String text =
          settings.reusePort()
              ? BindFailure.textIfShared(address, e)
              : BindFailure.text(address, e);
      throw new UncheckedIOException(new IOException(text, e));
    }
  }

  /** Counts the exchanges of the gateway's clients. */
  InFlight inFlight() {
    return inFlight;
  }

  int port() {
    return requireNonNull(clients).address().getPort();
  }

  OptionalInt adminPort() {
    Front front = admin;
    return front == null ? OptionalInt.empty() : OptionalInt.of(front.address().getPort());
  }

  /**
   * Serves as before during the grace, and frees the ports after the clients' requests are
   * finished; until then the administration is still answered.
   *
   * @return whether all requests were finished within the drain; the others are cut off
   */
  boolean stop(ShutdownConfig how) {
    inFlight.drain();
    if (how.grace().isPositive()) {
      LOG.log(
          INFO,
          "not ready any more; requests are served as before for {0} ms",
          how.grace().toMillis());
      await(how.grace());
    }
    boolean drained = requireNonNull(clients).drain(how.drain());
    close();
    return drained;
  }

  private static void await(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    Front first = clients;
    if (first != null) {
      first.close();
    }
    Front second = admin;
    if (second != null) {
      second.drain(FOR_ADMIN);
      second.close();
    }
  }
}
