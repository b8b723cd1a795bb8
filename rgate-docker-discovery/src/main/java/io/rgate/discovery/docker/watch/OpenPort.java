package io.rgate.discovery.docker.watch;

import io.rgate.api.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Finds out by a connection whether something listens behind an engine's proxy. */
public final class OpenPort {
  private static final int CONNECT_MILLIS = 1_000;

  /** A proxy ends the connection after it has tried to make its own, on the same machine. */
  private static final int KEPT_MILLIS = 50;

  private OpenPort() {}

  /** Whether {@code endpoint} takes a connection and does not end it at once. */
  public static boolean keeps(Endpoint endpoint) {
    String host = endpoint.host();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(name, endpoint.port()), CONNECT_MILLIS);
      return keeps(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean keeps(Socket socket) throws IOException {
    socket.setSoTimeout(KEPT_MILLIS);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true; // it waits for a request
    }
  }
}
