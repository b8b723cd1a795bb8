package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container;
import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.Container.Port;
import io.rgate.discovery.docker.place.Placer.Target;
import io.rgate.discovery.docker.place.Placer.Unreachable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds a container's own address on one of its networks. */
final class ContainerAddress {
  private final Site site;
  private final String preferred;

  /** Of several networks takes {@code preferred}, if the container is on it. */
  ContainerAddress(Site site, String preferred) {
    this.site = site;
    this.preferred = preferred;
  }

  /** The target, be it out of this process's sight if {@code trusted}. */
  Target of(Container container, Tuning tuning, boolean trusted) throws Unreachable {
    String host =
        container.networkMode().equals("host") ? onHost() : address(container, tuning, trusted);
    if (tuning.port().isPresent()) {
      return new Target(host, tuning.port().getAsInt(), "");
    }
    Port port =
        container.ports().stream()
            .min(Comparator.comparingInt(Port::number))
            .orElseThrow(() ->
                new Unreachable(
                    "no TCP port is exposed; the label " + Tuning.PORT + " can name one"));
    return new Target(host, port.number(), Ports.note(container.ports(), port, "exposed"));
  }

  /** The host's network is the container's. */
  private String onHost() throws Unreachable {
    if (site.rootless() || (site.engine().isLocal() && !site.isLoopbackOurs())) {
      throw new Unreachable("it uses the network of a host that is not this process's");
    }
    return site.host();
  }

  private String address(Container container, Tuning tuning, boolean trusted) throws Unreachable {
    List<Attachment> candidates =
        container.networks().stream().filter(network -> !network.address().isEmpty()).toList();
    String wanted = tuning.network();
    if (wanted != null) {
      return on(wanted, candidates)
          .orElseThrow(() ->
              new Unreachable(
                  "it has no address on network '"
                      + wanted
                      + "', which its label "
                      + Tuning.NETWORK
                      + " names; "
                      + networks(candidates)));
    }
    if (!trusted && !site.canShareNetworks()) {
      throw new Unreachable("its own address is on another machine or in a rootless engine");
    }
    return on(preferred, candidates)
        .or(() -> shared(candidates))
        .or(() -> candidates.stream().filter(c -> trusted).map(Attachment::address).findFirst())
        .orElseThrow(() ->
            new Unreachable(
                networks(candidates)
                    + (candidates.isEmpty() ? "" : ", where this process is not")));
  }

  private static Optional<String> on(String network, List<Attachment> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.network().equals(network))
        .map(Attachment::address)
        .findFirst();
  }

  private Optional<String> shared(List<Attachment> candidates) {
    return candidates.stream().map(Attachment::address).filter(site::shares).findFirst();
  }

  private static String networks(List<Attachment> candidates) {
    return candidates.isEmpty()
        ? "it has no address on a network"
        : candidates.stream()
            .map(Attachment::network)
            .collect(Collectors.joining(", ", "its networks: ", ""));
  }
}
