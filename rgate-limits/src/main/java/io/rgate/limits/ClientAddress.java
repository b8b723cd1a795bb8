package io.rgate.limits;

import io.rgate.api.AddressBlock;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells which client a request comes from, as a text that is the same for all addresses of one IPv6
 * network. Immutable.
 *
 * @param ipv6Prefix how many leading bits of an IPv6 address count
 * @param trusted proxies whose {@code X-Forwarded-For} is believed
 */
record ClientAddress(int ipv6Prefix, List<AddressBlock> trusted) {
  private static final String FIELD = "X-Forwarded-For";

  ClientAddress {
    trusted = List.copyOf(trusted);
  }

  /** The client of {@code request}. */
  String of(Request request) {
    InetAddress peer = request.client().getAddress();
    if (peer == null) {
      return request.client().getHostString();
    }
    return text(isTrusted(peer) ? behind(peer, request.fields().all(FIELD)) : peer);
  }

  /** From the right: what a trusted proxy has added, up to the first that is none. */
  private InetAddress behind(InetAddress peer, List<String> fields) {
    String[] hops = String.join(",", fields).split(",", -1);
    InetAddress nearest = peer;
    for (int i = hops.length - 1; i >= 0; i--) {
      Optional<InetAddress> hop = parse(hops[i].strip());
      if (hop.isEmpty()) {
        return nearest;
      }
      nearest = hop.get();
      if (!isTrusted(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private boolean isTrusted(InetAddress address) {
    for (AddressBlock block : trusted) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** An address, with or without a port; empty if it is none, as in {@code unknown}. */
  private static Optional<InetAddress> parse(String hop) {
    String text = hop;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      text = text.substring(1, Math.max(1, text.indexOf(']')));
    } else if (colon > 0 && text.indexOf(':') == colon) {
      text = text.substring(0, colon);
    }
    try {
      return text.indexOf('/') >= 0
          ? Optional.empty()
          : Optional.of(AddressBlock.parse(text).address());
    } catch (InvalidConfigException e) {
      return Optional.empty();
    }
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
