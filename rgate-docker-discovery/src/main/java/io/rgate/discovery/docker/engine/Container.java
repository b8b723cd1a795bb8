package io.rgate.discovery.docker.engine;

import java.util.List;
import java.util.Map;

/**
 * The data of one container that discovery uses.
 *
 * @param name without the leading slash
 * @param state {@code running}, {@code exited}, {@code paused}…
 * @param health the result of its health check, as Docker writes it; empty without a check
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

  private static final int SHORT_ID = 12;

  /** Copies the lists and the labels. */
  public Container {
    labels = Map.copyOf(labels);
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  /** A name for people to read; the short id if it has no name. */
  public String shownName() {
    return name.isEmpty() ? shortId(id) : name;
  }

  /** The same container with these ports. */
  Container with(List<Port> others) {
    return new Container(id, name, labels, state, health, networkMode, networks, others);
  }

  /** The first part of an id, as Docker's command line shows it. */
  public static String shortId(String id) {
    return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
  }

  /**
   * A container's connection to one network.
   *
   * @param address empty while there is none
   * @param prefixLength how many bits of the address are the network's, 0 if not known
   * @param gateway the address of the network's router, empty if there is none
   */
  public record Attachment(String network, String address, int prefixLength, String gateway) {

    /** An address on a network without further data. */
    public Attachment(String network, String address) {
      this(network, address, 0, "");
    }
  }

  /**
   * A TCP port.
   *
   * @param number the port in the container
   * @param hostAddress the address on which it is published; empty for all addresses
   * @param hostPort 0 if it is exposed but not published
   */
  public record Port(int number, String hostAddress, int hostPort) {
    /** Whether it is published on the engine's machine. */
    public boolean published() {
      return hostPort > 0;
    }
  }
}
