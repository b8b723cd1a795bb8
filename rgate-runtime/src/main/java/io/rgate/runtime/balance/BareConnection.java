package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that is made and closed again, to find out whether an endpoint takes one. */
public final class BareConnection {
  private BareConnection() {}

  /**
   * Why {@code endpoint} took no connection within {@code atMost}, at any of its host's addresses;
   * null if it took one.
   */
  public static @Nullable String failure(Endpoint endpoint, Duration atMost) {
    String host = endpoint.host();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    long deadline = System.nanoTime() + atMost.toNanos();
    String failure = "no address of " + name;
    try {
      for (InetAddress address : InetAddress.getAllByName(name)) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        InetSocketAddress target = new InetSocketAddress(address, endpoint.port());
        failure = failure(target, (int) Math.max(1, left));
        if (failure == null) {
          return null;
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = e.getMessage();
    }
    return "no connection: " + failure;
  }

  private static @Nullable String failure(InetSocketAddress target, int millis) {
    try (Socket socket = new Socket()) {
      socket.connect(target, millis);
      return null;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
