package io.rgate.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that have been used once and then stay open. */
final class IdleConnections implements AutoCloseable {
  private final List<Socket> sockets = new ArrayList<>();

  IdleConnections(int port, int count) throws IOException {
    byte[] request =
        "GET /small HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] answer = new byte[4096];
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      socket.getOutputStream().write(request);
      if (socket.getInputStream().read(answer) < 0) {
        throw new IOException("connection " + i + " was closed");
      }
    }
  }

  /** How many of them the gateway has closed meanwhile. */
  long closed() {
    return sockets.stream().filter(IdleConnections::isClosed).count();
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
