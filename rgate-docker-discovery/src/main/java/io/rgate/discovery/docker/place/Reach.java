package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.EngineAddress;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;

/** The addresses to which this process can connect. */
public interface Reach {

  /** Whether {@code address}, a literal, lies in a network in which this process has an address. */
  boolean shares(String address);

  /**
   * Whether this process has an interface in exactly that network of a container. Another network,
   * such as that of a tunnel, may contain the same addresses by accident.
   */
  boolean isOn(Attachment network);

  /** Whether the loopback of this process is that of the engine's machine. */
  boolean onHost();

  /**
   * The current state for the containers of a local {@code engine}. It does not change when
   * networks are added later.
   */
  static Reach now(EngineAddress engine) throws IOException {
    List<NetworkInterface> interfaces = NetworkInterface.networkInterfaces().toList();
    List<InterfaceAddress> own =
        interfaces.stream()
            .flatMap(network -> network.getInterfaceAddresses().stream())
            .filter(address -> !address.getAddress().isLoopbackAddress())
            .toList();
    List<String> names = interfaces.stream().map(NetworkInterface::getName).toList();
    return new Interfaces(own, new Loopback(Path.of("/"), names).isThatOf(engine));
  }
}
