package io.rgate.runtime;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains why the gateway cannot listen on an address, and how to mend it. */
final class BindFailure {
  /** On most systems a process needs a special right for lower ports. */
  private static final int FIRST_FREE_PORT = 1024;

  private BindFailure() {}

  /** The message for {@code e}, which was thrown by the attempt to listen on {@code address}. */
  static String text(InetSocketAddress address, IOException e) {
    return "cannot listen on " + where(address) + ": " + why(address, e);
  }

  /** The same for an address that was to be shared with other processes. */
  static String textIfShared(InetSocketAddress address, IOException e) {
    return isInUse(e)
        ? "cannot listen on "
            + where(address)
            + ": a process listens there that does not share the port; all of them need"
            + " server.reuse_port: true and the same user"
        : text(address, e);
  }

  private static boolean isInUse(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
  }

  private static String where(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static String why(InetSocketAddress address, IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (address.isUnresolved()) {
      return "no such host: "
          + address.getHostString()
          + "; write an address of this machine, or"
          + " 0.0.0.0 for all of them";
    }
    if (isForeign(address.getAddress())) {
      return "it is not an address of this machine; write one of its own ("
          + ownAddresses()
          + "), or 0.0.0.0 for all of them";
    }
    if (message.contains("permission denied")) {
      return address.getPort() < FIRST_FREE_PORT
          ? "this process may not take a port below 1024; choose another port, or give it the"
              + " capability CAP_NET_BIND_SERVICE"
          : "the system does not permit it; choose another port, or 0 for any free one";
    }
    if (isInUse(e)) {
      return "another process listens there; end that one, or choose another port, or 0 for any"
          + " free one";
    }
    if (message.contains("too many open files")) {
      return "this process may open no more files and connections; raise its limit (ulimit -n)";
    }
    return String.valueOf(e.getMessage());
  }

  private static boolean isForeign(InetAddress address) {
    try {
      return !address.isAnyLocalAddress()
          && !address.isLoopbackAddress()
          && NetworkInterface.getByInetAddress(address) == null;
    } catch (SocketException e) {
      return false; // the system's own message is used
    }
  }

  /** Some addresses of this machine: those of the loopback, and a few others of IPv4. */
  private static String ownAddresses() {
    try {
      return Stream.concat(
              Stream.of("127.0.0.1"),
              NetworkInterface.networkInterfaces()
                  .flatMap(NetworkInterface::inetAddresses)
                  .filter(
                      address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                  .map(InetAddress::getHostAddress)
                  .sorted())
          .limit(4)
          .collect(Collectors.joining(", "));
    } catch (SocketException e) {
      return "127.0.0.1";
    }
  }
}
