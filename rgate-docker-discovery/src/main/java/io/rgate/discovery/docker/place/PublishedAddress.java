package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container;
import io.rgate.discovery.docker.engine.Container.Port;
import io.rgate.discovery.docker.engine.EngineAddress;
import io.rgate.discovery.docker.place.Placer.Target;
import io.rgate.discovery.docker.place.Placer.Unreachable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds the address of a container's published port. */
final class PublishedAddress {
  private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::");

  private final Site site;

  PublishedAddress(Site site) {
    this.site = site;
  }

  /** The target. If {@code trusted}, it is returned even if it seems to be out of reach. */
  Target of(Container container, Tuning tuning, boolean trusted) throws Unreachable {
    List<Port> published = new ArrayList<>();
    for (Port port : container.ports()) {
      if (port.published() && port.number() == tuning.port().orElse(port.number())) {
        published.add(port);
      }
    }
    if (published.isEmpty()) {
      throw new Unreachable(
          tuning.port().isPresent()
              ? "TCP port " + tuning.port().getAsInt() + " is not published"
              : "no TCP port is published");
    }
    List<Port> reachable = published.stream().filter(p -> trusted || canReach(p)).toList();
    if (reachable.isEmpty()) {
      throw new Unreachable(whyNot());
    }
    // The lowest number; if it has two addresses, the one of IPv4, which more clients can use.
    Port port =
        reachable.stream()
            .min(Comparator.comparingInt(Port::number).thenComparing(p -> isSix(p.hostAddress())))
            .orElseThrow();
    return new Target(
        host(port),
        port.hostPort(),
        port.number(),
        Ports.note(reachable, port, "published"),
        "",
        true);
  }

  private String whyNot() {
    return "its ports are published where this process cannot reach them"
        + (site.engine().isLocal() && !site.isLoopbackOurs()
            ? ": it seems to run in a container with a network of its own; address: published"
                + " uses them all the same"
            : "");
  }

  private static boolean isSix(String address) {
    return address.contains(":");
  }

  /**
   * A port that is published on all addresses is published on the engine's host, too. That host is
   * reached at the engine's address.
   */
  private String host(Port port) {
    return EVERYWHERE.contains(port.hostAddress()) ? site.host() : port.hostAddress();
  }

  private boolean canReach(Port port) {
    String host = host(port);
    if (site.engine().isLocal()) {
      // In a container, loopback is the container's own, and the host's address is not known.
      return site.isLoopbackOurs() || site.shares(host);
    }
    return !EngineAddress.isLoopback(host);
  }
}
