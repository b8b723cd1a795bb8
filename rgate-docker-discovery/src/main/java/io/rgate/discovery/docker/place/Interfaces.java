package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container.Attachment;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides what can be reached through the interfaces of this machine.
 *
 * @param own the addresses of the interfaces, without loopback
 */
record Interfaces(List<InterfaceAddress> own, boolean onHost) implements Reach {
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*");

  @Override
  public boolean shares(String literal) {
    byte[] address = bytes(literal);
    return own.stream().anyMatch(candidate -> contains(candidate, address));
  }

  /**
   * On the engine's machine, the interface is the bridge of that network, which is the gateway of
   * its containers. If the gateway is another machine (macvlan), the containers may be out of reach
   * of their own host.
   */
  @Override
  public boolean isOn(Attachment network) {
    if (network.prefixLength() == 0) {
      return shares(network.address());
    }
    byte[] address = bytes(network.address());
    return own.stream()
            .filter(candidate -> candidate.getNetworkPrefixLength() == network.prefixLength())
            .anyMatch(candidate -> contains(candidate, address))
        && (!onHost || network.gateway().isEmpty() || isOwn(network.gateway()));
  }

  private boolean isOwn(String literal) {
    byte[] address = bytes(literal);
    return own.stream()
        .anyMatch(candidate ->
            samePrefix(candidate.getAddress().getAddress(), address, Byte.SIZE * address.length));
  }

  private static boolean contains(InterfaceAddress network, byte[] address) {
    return samePrefix(network.getAddress().getAddress(), address, network.getNetworkPrefixLength());
  }

  private static byte[] bytes(String literal) {
    try {
      // Only literals, because getByName would look up a name.
      return LITERAL.matcher(literal).matches()
          ? InetAddress.getByName(literal).getAddress()
          : new byte[0];
    } catch (UnknownHostException e) {
      // An empty address has no bytes, so no prefix matches it.
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
