package io.rgate.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin of WebSocket behind a gateway that is a process of its own. */
final class TunnelOrigin implements AutoCloseable {
  /** What opens a tunnel over HTTP/1.1. */
  static final String HANDSHAKE =
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");

  private final ServerSocket server;
  private final Served served;
  private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

  /** What happens in each tunnel; its socket stays open when this returns. */
  @FunctionalInterface
  interface Served {
    void run(Socket socket) throws IOException;
  }

  private TunnelOrigin(Served served) throws IOException {
    this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    this.served = served;
  }

  static TunnelOrigin start(Served served) throws IOException {
    TunnelOrigin origin = new TunnelOrigin(served);
    Thread.ofVirtual().start(origin::accept);
    return origin;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private void serve(Socket socket) {
    try {
      String proof = proof(head(socket.getInputStream()));
      String answer =
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Accept: "
              + proof
              + "\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      served.run(socket);
    } catch (Exception e) {
      // What the client gets tells the test.
    }
  }

  /** The lines up to the empty one; empty at the end of the connection. */
  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.lastIndexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static String proof(String head) throws Exception {
    Matcher key = KEY.matcher(head);
    if (!key.find()) {
      throw new IOException("no handshake: " + head);
    }
    byte[] text = (key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
  }

  /** Starts a gateway before it, with these options of the JVM. */
  Program gateway(Path directory, List<String> options) throws IOException {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: [{path_prefix: /, backend: all}]
        backends: [{name: all, match_labels: [all]}]
        stats: {type: none}
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:%d', labels: {all: ''}}]}
        """
            .formatted(server.getLocalPort()));
    return Program.start(directory, options, "-p", "0", "--host", "127.0.0.1");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : List.copyOf(open)) {
      socket.close();
    }
  }
}
