package io.rgate.http;

import io.rgate.http.tls.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Puts TLS before a port: what comes is decrypted and passed on, byte for byte, both ways. */
final class TlsRelay implements AutoCloseable {
  private final SSLServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** A relay to that port of this machine. */
  TlsRelay(int target) throws IOException {
    this.target = target;
    this.server =
        (SSLServerSocket)
            TestTls.server("site.p12")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket client = (SSLSocket) server.accept();
        sockets.add(client);
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SSLSocket client) {
    Socket origin = new Socket();
    sockets.add(origin);
    try (client;
        origin) {
      origin.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      client.startHandshake();
      Thread back = Thread.ofPlatform().daemon().start(() -> pump(origin, client));
      pump(client, origin);
      back.join();
    } catch (IOException | InterruptedException e) {
      // The other side sees the end.
    }
  }

  private static void pump(Socket from, Socket to) {
    byte[] piece = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        out.write(piece, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      cut(from);
      cut(to);
    }
  }

  private static void cut(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
