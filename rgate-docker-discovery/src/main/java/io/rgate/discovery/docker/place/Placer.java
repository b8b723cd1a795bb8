package io.rgate.discovery.docker.place;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.discovery.docker.engine.Container;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/** Decides whether a container can take requests, and at which address. For one thread. */
public final class Placer {
  private final PublishedAddress published;
  private final ContainerAddress own;
  private final Site site;
  private final Policy policy;

  /** Decides about the containers of the engine at {@code site}. */
  public Placer(Site site, Policy policy) {
    this.published = new PublishedAddress(site);
    this.own = new ContainerAddress(site, policy.network());
    this.site = site;
    this.policy = policy;
  }

  /** Called when containers have changed; networks may have been added. */
  public void nextRound() {
    site.reach().nextRound();
  }

  /** Called when networks may have been added or removed. */
  public void forgetReach() {
    site.reach().forget();
  }

  /**
   * The settings for all containers.
   *
   * @param network preferred for containers on several networks; empty for none
   */
  public record Policy(AddressKind address, String network, boolean ignoreHealth) {
    public static final Policy DEFAULT = new Policy(AddressKind.AUTO, "", false);
  }

  /** Decides at which address the container takes requests, or why it takes none. */
  public Placement place(Container container) {
    try {
      String state = container.state();
      if (!state.equals("running")) {
        throw new Unreachable("not running: " + state);
      }
      if (!policy.ignoreHealth() && !container.health().matches("|healthy")) {
        throw new Unreachable(
            container.health().equals("starting") ? "health check: starting" : container.health());
      }
      return at(container, Tuning.of(container.labels()));
    } catch (Unreachable | IllegalArgumentException e) {
      return Placement.rejected(container, Objects.requireNonNull(e.getMessage()));
    }
  }

  private Placement at(Container container, Tuning tuning) throws Unreachable {
    Target target = target(container, tuning);
    String host = target.host();
    String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    try {
      URI uri = new URI(tuning.scheme() + "://" + literal + ":" + target.port());
      return Placement.at(
          container,
          new Endpoint(
              container.id(), container.shownName(), uri, container.labels(), tuning.weight()),
          target);
    } catch (URISyntaxException | InvalidConfigException e) {
      throw new Unreachable("its address is no URL: " + e.getMessage());
    }
  }

  private Target target(Container container, Tuning tuning) throws Unreachable {
    own.checkLabel(container, tuning);
    AddressKind address = tuning.address() == null ? policy.address() : tuning.address();
    String said = tuning.address() == null ? "the setting address" : "its label " + Tuning.ADDRESS;
    return switch (address) {
      case PUBLISHED ->
          published.of(container, tuning, true).because("published, as " + said + " says");
      case CONTAINER -> own.of(container, tuning, true).because("its own, as " + said + " says");
      case AUTO -> auto(container, tuning);
    };
  }

  /**
   * The container's own address if this process is on its network, with the same port as behind the
   * published one. Docker's proxy of a published port accepts connections before the application
   * does, and ends with the engine.
   */
  private Target auto(Container container, Tuning tuning) throws Unreachable {
    Target target;
    try {
      target = published.of(container, tuning, false);
    } catch (Unreachable noPublished) {
      return ownOnly(container, tuning, noPublished);
    }
    return own.near(container, tuning)
        .map(network -> target.on(network.address(), ContainerAddress.why(network)))
        .orElseGet(() -> target.because("published, for " + own.whyNot(container, tuning)));
  }

  private Target ownOnly(Container container, Tuning tuning, Unreachable noPublished)
      throws Unreachable {
    try {
      return own.of(container, tuning, false);
    } catch (Unreachable noOwn) {
      throw new Unreachable(noPublished.getMessage() + "; " + noOwn.getMessage());
    }
  }

  /**
   * The address for requests to a container.
   *
   * @param port the port at {@code host}
   * @param containerPort the number of the same port in the container
   * @param note which of several ports was chosen; empty if there is one port
   * @param why the reason for this address
   * @param published whether it is that of a published port
   */
  record Target(
      String host, int port, int containerPort, String note, String why, boolean published) {

    /** A container's own address. */
    static Target own(String host, int port, String note, String why) {
      return new Target(host, port, port, note, why, false);
    }

    /** The same target with another reason. */
    Target because(String reason) {
      return new Target(host, port, containerPort, note, reason, published);
    }

    /** The same port at the container's own address. */
    Target on(String own, String reason) {
      return own(own, containerPort, note, reason);
    }
  }

  /** The reason why a container is not an endpoint. */
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String reason) {
      // Without a stack trace: it is a result, and there may be thousands.
      super(reason, null, false, false);
    }
  }
}
