package io.rgate.runtime.balance;

import io.rgate.api.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that is made and closed again, to find out whether an endpoint takes one. */
public final class BareConnection {
  private BareConnection() {}

  /** Why {@code endpoint} took no connection within {@code atMost}; null if it took one. */
  public static @Nullable String failure(Endpoint endpoint, Duration atMost) {
    String host = endpoint.host();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(name, endpoint.port()), (int) atMost.toMillis());
      return null;
    } catch (IOException | RuntimeException e) {
      return "no connection: " + e.getMessage();
    }
  }
}
