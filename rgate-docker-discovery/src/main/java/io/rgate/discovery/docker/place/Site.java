package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.EngineAddress;

/**
 * Where an engine's containers are, as seen from this process.
 *
 * @param rootless the containers' networks are the engine's own and not the machine's
 */
public record Site(EngineAddress engine, boolean rootless, ReachCache reach) {

  /** The host on which ports are that the engine publishes everywhere. */
  String host() {
    return engine.host();
  }

  /** Whether the loopback of the engine's machine is that of this process. */
  boolean isLoopbackOurs() {
    return engine.isLocal() && reach.onHost();
  }

  /**
   * Whether an address on one of the containers' networks can be one on ours. If not, a network of
   * ours that has the same addresses by chance, as default bridges have, holds other containers.
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
