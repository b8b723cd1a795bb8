package io.rgate.discovery.docker.place;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What this process can connect to. */
public interface Reach {

  /** Whether {@code address}, a literal, is on a network that this process has an address on. */
  boolean shares(String address);

  /**
   * Whether the loopback of this process is that of the machine whose sockets it sees. It is not in
   * a container with a network of its own.
   */
  boolean onHost();

  /** What can be reached now; networks that come later are in a later one. */
  static Reach now() throws IOException {
    List<NetworkInterface> interfaces = NetworkInterface.networkInterfaces().toList();
    List<InterfaceAddress> own =
        interfaces.stream()
            .flatMap(network -> network.getInterfaceAddresses().stream())
            .filter(address -> !address.getAddress().isLoopbackAddress())
            .toList();
    return new Interfaces(own, !isMarkedAsContainer() || hasBridge(interfaces));
  }

  /** By the files that Docker and Podman leave in each container, and in machines made of one. */
  private static boolean isMarkedAsContainer() {
    return Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"));
  }

  /** An engine has its bridges in the network of its host, which a container may share. */
  private static boolean hasBridge(List<NetworkInterface> interfaces) {
    return interfaces.stream()
        .anyMatch(i -> Files.exists(Path.of("/sys/class/net", i.getName(), "bridge")));
  }

  /** As this machine's interfaces tell. */
  record Interfaces(List<InterfaceAddress> own, boolean onHost) implements Reach {
    private static final Pattern LITERAL =
        Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*");

    @Override
    public boolean shares(String literal) {
      // Only literals: getByName would look anything else up.
      if (!LITERAL.matcher(literal).matches()) {
        return false;
      }
      byte[] address = bytes(literal);
      return own.stream()
          .anyMatch(candidate ->
              samePrefix(
                  candidate.getAddress().getAddress(),
                  address,
                  candidate.getNetworkPrefixLength()));
    }

    private static byte[] bytes(String literal) {
      try {
        return InetAddress.getByName(literal).getAddress();
      } catch (UnknownHostException e) {
        // No address has no bytes, so nothing has a prefix in common with it.
        return new byte[0];
      }
    }

    private static boolean samePrefix(byte[] a, byte[] b, int bits) {
      if (a.length != b.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
