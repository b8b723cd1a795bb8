package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.config.ServerConfig;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.config.ShutdownConfig;
import io.rgate.runtime.front.ExchangeHandler;
import io.rgate.runtime.measure.InFlight;
import io.rgate.runtime.tunnel.Tunnels;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's fronts: one for each address for its clients, and one for the administration if it
 * has an address.
 */
final class Fronts {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private static final Duration FIRST_REPORT = Duration.ofSeconds(2);
  private static final Duration FOR_ADMIN = Duration.ofSeconds(1);

  private final GatewayDraft draft;
  private final ServerConfig server;
  private final CertificateSources sources;
  private final FrontProvider provider;
  private final InFlight inFlight = new InFlight();
  private final Tunnels tunnels = new Tunnels();
  private final List<Front> clients = new ArrayList<>();
  private @Nullable Front admin;

  private Fronts(GatewayDraft draft) {
    this.draft = draft;
    this.server = Listening.of(draft);
    this.sources = CertificateSources.of(draft, server);
    this.provider = draft.front();
  }

  /**
   * Starts what {@code draft} describes: first the administration, then the discovery, and after
   * its first report the clients' fronts.
   *
   * @throws UncheckedIOException if a front cannot listen on its address; no port stays open then
   * @throws io.rgate.api.InvalidConfigException if the front cannot share a port and is to do so,
   *     or has no TLS or cannot use a file for it
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
    boolean first = !server.reusePort();
    if (first) {
      bindAll();
    }
    draft
        .adminAddress()
        .ifPresent(address -> {
          // Who looks after the gateway must reach it while clients have all the connections.
          Limits limits = server.limits().withConnections(0, 0);
          Listener where = new Listener(address.getHostString(), address.getPort());
          Front front = bind(where, null, "", limits);
          admin = front;
          front.start(parts.adminHandler(inFlight));
          LOG.log(INFO, "health and statistics on {0}", front.address());
        });
    parts.startDiscovery(FIRST_REPORT);
    if (!first) {
      bindAll();
    }
    ExchangeHandler service =
        parts.exchangeHandler(inFlight, tunnels, admin == null, sources.all());
    for (int i = 0; i < clients.size(); i++) {
      start(clients.get(i), server.listeners().get(i), service, parts);
    }
    sources.start();
  }

  private void bindAll() {
    for (int i = 0; i < server.listeners().size(); i++) {
      Listener where = server.listeners().get(i);
      TlsSettings tls = sources.tls(where, i);
      clients.add(bind(where, tls, Listening.section(draft, i), server.limits()));
    }
  }

  private void start(Front front, Listener listener, ExchangeHandler service, GatewayParts parts) {
    TlsSettings tls = listener.tls();
    if (listener.redirectToHttps() != 0) {
      front.start(parts.redirect(inFlight, listener.redirectToHttps(), sources.all()));
      LOG.log(INFO, "listening on {0}, for clients to be sent to https", front.address());
    } else if (tls != null) {
      front.start(service.withTransportPolicy(tls.strictTransportSecurity()));
      LOG.log(INFO, "listening on {0}, with TLS", front.address());
    } else {
      front.start(service);
      LOG.log(INFO, "listening on {0}", front.address());
    }
  }

  /** Makes a front; an error about its TLS is told with the section that it stands in. */
  private Front bind(Listener listener, @Nullable TlsSettings tls, String section, Limits limits) {
    FrontSettings settings =
        FrontSettings.of(new InetSocketAddress(listener.host(), listener.port()))
            .withLimits(limits)
            .withReusePort(server.reusePort())
            .withHttp2Streams(server.http2Streams())
            .withTls(tls);
    return draft.placed(() -> {
      try {
        return bind(provider, settings);
      } catch (InvalidConfigException e) {
        throw e.key().startsWith("tls") && !section.isEmpty() ? e.under(section) : e;
      }
    });
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

  /** The ports for clients. */
  List<Integer> ports() {
    return clients.stream().map(front -> front.address().getPort()).toList();
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
    if (tunnels.count() > 0) {
      LOG.log(INFO, "{0} tunnels are open; those of WebSocket are told to end", tunnels.count());
    }
    tunnels.leave();
    boolean drained = drain(how.drain());
    close();
    return drained;
  }

  /** Drains all at the same time. An interrupt ends the waiting of each. */
  private boolean drain(Duration patience) {
    AtomicInteger drained = new AtomicInteger();
    List<Thread> draining = new ArrayList<>();
    for (Front front : clients.subList(1, clients.size())) {
      draining.add(
          Thread.ofVirtual()
              .name("rgate-drain")
              .start(() -> drained.addAndGet(front.drain(patience) ? 1 : 0)));
    }
    drained.addAndGet(clients.getFirst().drain(patience) ? 1 : 0);
    for (Thread each : draining) {
      try {
        if (Thread.currentThread().isInterrupted()) {
          each.interrupt();
        }
        each.join(patience.plus(FOR_ADMIN));
      } catch (InterruptedException e) {
        each.interrupt();
        Thread.currentThread().interrupt();
      }
    }
    return drained.get() == clients.size();
  }

  private static void await(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    sources.close();
    clients.forEach(Front::close);
    Front last = admin;
    if (last != null) {
      last.drain(FOR_ADMIN);
      last.close();
    }
  }
}
