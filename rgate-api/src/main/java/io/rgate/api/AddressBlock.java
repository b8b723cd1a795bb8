package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code ::1}.
 *
 * @param address any address of the block
 * @param prefixLength how many leading bits all addresses of the block have in common
 */
public record AddressBlock(InetAddress address, int prefixLength) {
  /** Matches address literals only, so that parsing never asks a name server. */
  private static final Pattern LITERAL =
      Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

  /**
   * Checks the length.
   *
   * @throws InvalidConfigException if the length is negative or longer than the address
   */
  public AddressBlock {
    requireNonNull(address, "address");
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new InvalidConfigException(
          "", "must have a prefix length of 0 to " + bits + ", was " + prefixLength);
    }
  }

  /**
   * Parses {@code ADDRESS/LENGTH}, or an address without a length, which is a block of one address.
   *
   * @throws InvalidConfigException if {@code text} has neither form
   */
  public static AddressBlock parse(String text) {
    requireNonNull(text, "text");
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String length = slash < 0 ? "" : text.substring(slash + 1);
    if (LITERAL.matcher(address).matches() && (slash < 0 || NUMBER.matcher(length).matches())) {
      try {
        InetAddress parsed = InetAddress.getByName(address);
        int all = parsed.getAddress().length * 8;
        return new AddressBlock(parsed, slash < 0 ? all : Integer.parseInt(length));
      } catch (UnknownHostException e) {
        throw notCidr(text);
      }
    }
    throw notCidr(text);
  }

  private static InvalidConfigException notCidr(String text) {
    return new InvalidConfigException(
        "", "must be an address or a block such as 10.0.0.0/8 or fd00::/8, was '" + text + "'");
  }

  /**
   * Whether {@code other} lies in this block. An IPv4 address never lies in an IPv6 block, nor the
   * reverse.
   */
  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = 0xff << Math.max(0, 8 - (prefixLength - bit));
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The address of the client of {@code request}: that of the connection, or, behind proxies of
   * {@code trusted}, what {@code X-Forwarded-For} says. Each proxy adds the address that it sees,
   * so the field is read from its end up to the first address that is none of a trusted proxy. What
   * is no address ends the reading: nobody knows what is before it.
   */
  public static InetAddress clientOf(Request request, List<AddressBlock> trusted) {
    InetAddress client = request.client().getAddress();
    if (!anyContains(trusted, client)) {
      return client;
    }
    String[] hops = String.join(",", request.fields().all(FORWARDED_FOR)).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && anyContains(trusted, client); i--) {
      InetAddress hop = hop(hops[i].strip());
      if (hop == null) {
        return client;
      }
      client = hop;
    }
    return client;
  }

  private static boolean anyContains(List<AddressBlock> blocks, InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** An address, with or without a port; null if it is none, as in {@code unknown}. */
  private static @Nullable InetAddress hop(String hop) {
    String text = hop;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      text = text.substring(1, Math.max(1, text.indexOf(']')));
    } else if (colon > 0 && text.indexOf(':') == colon) {
      text = text.substring(0, colon);
    }
    try {
      return text.indexOf('/') >= 0 ? null : parse(text).address();
    } catch (InvalidConfigException e) {
      return null;
    }
  }

  /** The block in CIDR notation. */
  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
