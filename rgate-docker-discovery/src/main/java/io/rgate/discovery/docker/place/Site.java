package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.EngineAddress;

/**
 * The location of an engine's containers, as seen from this process.
 *
 * @param rootless whether the containers' networks belong to the engine and not to the machine
 */
public record Site(EngineAddress engine, boolean rootless, ReachCache reach) {

  /** The host of ports that the engine publishes on all addresses. */
  String host() {
    return engine.host();
  }

  /** Whether the loopback of the engine's machine is that of this process. */
  boolean isLoopbackOurs() {
    return engine.isLocal() && reach.onHost();
  }

  /**
   * Whether containers and this process can be on the same network. If not, a network of this
   * process with the same addresses, as default bridges have, belongs to other containers.
   */
  boolean canShareNetworks() {
    return engine.isLocal() && !(rootless && reach.onHost());
  }

  boolean shares(String address) {
    return canShareNetworks() && reach.shares(address);
  }

  /** Whether this process has an interface in that network of a container. */
  boolean isOn(Attachment network) {
    return canShareNetworks() && reach.isOn(network);
  }
}
