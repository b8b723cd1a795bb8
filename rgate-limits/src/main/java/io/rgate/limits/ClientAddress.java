package io.rgate.limits;

import io.rgate.api.AddressBlock;
import io.rgate.api.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * Tells which client a request comes from, as a text that is the same for all addresses of one IPv6
 * network. Immutable.
 *
 * @param ipv6Prefix how many leading bits of an IPv6 address count
 * @param trusted proxies whose {@code X-Forwarded-For} is believed
 */
record ClientAddress(int ipv6Prefix, List<AddressBlock> trusted) {
  ClientAddress {
    trusted = List.copyOf(trusted);
  }

  /** The client of {@code request}. */
  String of(Request request) {
    return request.client().isUnresolved()
        ? request.client().getHostString()
        : text(AddressBlock.clientOf(request, trusted));
  }

  private String text(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return Objects.requireNonNull(address.getHostAddress());
    }
    for (int bit = 0; bit < bytes.length * 8; bit += 8) {
      int kept = Math.clamp(ipv6Prefix - bit, 0, 8);
      bytes[bit / 8] &= (byte) (0xff << (8 - kept));
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + ipv6Prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // the length is right
    }
  }
}
