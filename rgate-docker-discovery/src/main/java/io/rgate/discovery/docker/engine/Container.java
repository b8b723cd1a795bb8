package io.rgate.discovery.docker.engine;

import java.util.List;
import java.util.Map;

/**
 * What an engine says of one container, as far as it matters here.
 *
 * @param name without the leading slash
 * @param state {@code running}, {@code exited}, {@code paused}…
 * @param health what its health check says, in the words of Docker; empty without a check
 * @param networkMode {@code host}, {@code bridge}, the name of a network…
 */
public record Container(
    String id,
    String name,
    Map<String, String> labels,
    String state,
    String health,
    String networkMode,
    List<Attachment> networks,
    List<Port> ports) {

  /** Makes copies of the lists and the labels. */
  public Container {
    labels = Map.copyOf(labels);
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  /** The container's address on one network, empty while it has none. */
  public record Attachment(String network, String address) {}

  /**
   * A TCP port.
   *
   * @param number in the container
   * @param hostAddress where it is published, empty for everywhere
   * @param hostPort 0 if it is exposed but not published
   */
  public record Port(int number, String hostAddress, int hostPort) {
    /** Whether it is published on the engine's machine. */
    public boolean published() {
      return hostPort > 0;
    }
  }
}
