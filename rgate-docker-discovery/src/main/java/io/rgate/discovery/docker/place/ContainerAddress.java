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
  private static final String ELSEWHERE = "is on another machine or in a rootless engine";

  private final Site site;
  private final String preferred;

  /** Uses the network {@code preferred} if the container is on it and on others. */
  ContainerAddress(Site site, String preferred) {
    this.site = site;
    this.preferred = preferred;
  }

  /** The target. If {@code trusted}, it is returned even if it seems to be out of reach. */
  Target of(Container container, Tuning tuning, boolean trusted) throws Unreachable {
    Attachment at =
        container.networkMode().equals("host") ? onHost() : address(container, tuning, trusted);
    if (tuning.port().isPresent()) {
      int number = tuning.port().getAsInt();
      return Target.own(at.address(), number, "", why(at));
    }
    Port port =
        container.ports().stream()
            .min(Comparator.comparingInt(Port::number))
            .orElseThrow(() ->
                new Unreachable(
                    "no TCP port is exposed; the label " + Tuning.PORT + " can name one"));
    String note = Ports.note(container.ports(), port, "exposed");
    return Target.own(at.address(), port.number(), note, why(at));
  }

  /**
   * The network on which both the container and this process are; the settings choose among
   * several.
   */
  Optional<Attachment> near(Container container, Tuning tuning) {
    List<Attachment> candidates =
        container.networks().stream()
            .filter(network -> !network.address().isEmpty())
            .filter(network -> isWanted(network.network(), tuning))
            .filter(site::isOn)
            .toList();
    return on(preferred, candidates).or(() -> candidates.stream().findFirst());
  }

  /** The reason for an address on {@code network}. */
  static String why(Attachment network) {
    return "its own, on the network " + network.network();
  }

  /** The reason why no such address is used although a published port is within reach. */
  String whyNot(Container container, Tuning tuning) {
    if (!site.canShareNetworks()) {
      return "its own address " + ELSEWHERE;
    }
    if (tuning.network() != null) {
      return "this process is not on its network " + tuning.network();
    }
    List<Attachment> candidates = addressed(container);
    return (candidates.isEmpty() ? "" : "this process is not on ") + networks(candidates);
  }

  /**
   * Checks that the container is on the network that its label demands, for any kind of address.
   */
  void checkLabel(Container container, Tuning tuning) throws Unreachable {
    boolean is =
        container.networkMode().equals(tuning.network())
            || container.networks().stream().anyMatch(n -> isWanted(n.network(), tuning));
    if (tuning.network() != null && !is) {
      throw notOn(tuning.network(), addressed(container));
    }
  }

  private static boolean isWanted(String network, Tuning tuning) {
    return tuning.network() == null || tuning.network().equals(network);
  }

  private static List<Attachment> addressed(Container container) {
    return container.networks().stream().filter(network -> !network.address().isEmpty()).toList();
  }

  /** A container on the host's network has the host's addresses. */
  private Attachment onHost() throws Unreachable {
    if (site.rootless() || (site.engine().isLocal() && !site.isLoopbackOurs())) {
      throw new Unreachable("it uses the network of a host that is not this process's");
    }
    return new Attachment("host", site.host());
  }

  private Attachment address(Container container, Tuning tuning, boolean trusted)
      throws Unreachable {
    List<Attachment> candidates = addressed(container);
    String wanted = tuning.network();
    if (wanted != null) {
      return on(wanted, candidates).orElseThrow(() -> notOn(wanted, candidates));
    }
    if (!trusted && !site.canShareNetworks()) {
      throw new Unreachable("its own address " + ELSEWHERE);
    }
    return on(preferred, candidates)
        .or(() -> shared(candidates))
        .or(() -> candidates.stream().filter(c -> trusted).findFirst())
        .orElseThrow(() ->
            new Unreachable(
                networks(candidates)
                    + (candidates.isEmpty() ? "" : ", where this process is not")));
  }

  private static Optional<Attachment> on(String network, List<Attachment> candidates) {
    return candidates.stream().filter(candidate -> candidate.network().equals(network)).findFirst();
  }

  private Optional<Attachment> shared(List<Attachment> candidates) {
    return candidates.stream().filter(network -> site.shares(network.address())).findFirst();
  }

  private static Unreachable notOn(String wanted, List<Attachment> candidates) {
    return new Unreachable(
        "it has no address on network '"
            + wanted
            + "', which its label "
            + Tuning.NETWORK
            + " names; "
            + networks(candidates));
  }

  private static String networks(List<Attachment> candidates) {
    return candidates.isEmpty()
        ? "it has no address on a network"
        : candidates.stream()
            .map(Attachment::network)
            .collect(Collectors.joining(", ", "its networks: ", ""));
  }
}
