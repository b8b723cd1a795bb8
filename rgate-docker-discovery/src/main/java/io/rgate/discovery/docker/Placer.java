package io.rgate.discovery.docker;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.Container.Attachment;
import io.rgate.discovery.docker.Container.Port;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether a container can take requests, and at which address. */
final class Placer {
  private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::");

  private final String engineHost;

  /** {@code engineHost} is where published ports are, as this process names it. */
  Placer(String engineHost) {
    this.engineHost = engineHost;
  }

  Placement place(Container container) {
    if (!container.state().equals("running")) {
      return Placement.rejected(container, "not running: " + container.state());
    }
    Optional<Port> published = lowest(container.ports().stream().filter(Port::published).toList());
    if (published.isPresent()) {
      return at(container, published(published.get()), published.get().hostPort());
    }
    Optional<Port> exposed = lowest(container.ports());
    Optional<Attachment> attached =
        container.networks().stream().filter(n -> !n.address().isEmpty()).findFirst();
    if (exposed.isEmpty()) {
      return Placement.rejected(container, "no TCP port is published or exposed");
    }
    if (attached.isEmpty()) {
      return Placement.rejected(container, "no published port, and no address on a network");
    }
    return at(container, attached.get().address(), exposed.get().number());
  }

  private String published(Port port) {
    return EVERYWHERE.contains(port.hostAddress()) ? engineHost : port.hostAddress();
  }

  private static Optional<Port> lowest(List<Port> ports) {
    return ports.stream().min(Comparator.comparingInt(Port::number));
  }

  private static Placement at(Container container, String host, int port) {
    String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return Placement.at(
        container,
        new Endpoint(
            container.id(), URI.create("http://" + literal + ":" + port), container.labels()));
  }
}
