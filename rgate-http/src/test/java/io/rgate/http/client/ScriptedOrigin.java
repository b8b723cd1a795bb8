package io.rgate.http.client;

import io.rgate.api.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin that follows a script, byte for byte: each connection that it accepts is one run. */
final class ScriptedOrigin implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Semaphore ended = new Semaphore(0);
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @FunctionalInterface
  interface Script {
    void run(Connection connection) throws IOException, InterruptedException;
  }

  ScriptedOrigin(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** An origin that answers every request, content read first, with {@code answer}. */
  static ScriptedOrigin answering(String answer) throws IOException {
    return new ScriptedOrigin(connection -> {
      while (connection.readRequest()) {
        connection.send(answer);
      }
    });
  }

  Endpoint endpoint() {
    return endpoint(server.getLocalPort());
  }

  /** An endpoint at which nobody listens. */
  static Endpoint gone() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return endpoint(nobody.getLocalPort());
    }
  }

  private static Endpoint endpoint(int port) {
    String url = "http://127.0.0.1:" + port;
    return new Endpoint(url, URI.create(url), Map.of());
  }

  /** Waits until one more connection has been closed from here. */
  void awaitEnd() throws InterruptedException {
    if (!ended.tryAcquire(5, TimeUnit.SECONDS)) {
      throw new AssertionError("no connection ended within 5 seconds; failures: " + failures);
    }
  }

  int connections() {
    return connections.get();
  }

  /** The next request head that came, or the next word that the script has noted. */
  String next() throws InterruptedException {
    String next = seen.poll(5, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 5 seconds; failures: " + failures);
    }
    return next;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(socket));
      }
    } catch (SocketException e) {
      if (!server.isClosed()) {
        failures.add(e);
      }
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      script.run(new Connection(socket));
    } catch (IOException | InterruptedException | RuntimeException e) {
      failures.add(e); // shown if what the test waits for does not come
    }
    ended.release();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection, from the origin's side. */
  final class Connection {
    private final Socket socket;
    private final InputStream in;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      socket.setTcpNoDelay(true);
    }

    /** Reads a request's head, notes it; false at the end of the connection. */
    boolean readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return false;
        }
        head.append((char) next);
      }
      seen.add(head.toString());
      return true;
    }

    /** Reads a head and, if it declares a length, the content, which is noted too. */
    boolean readRequest() throws IOException {
      if (!readHead()) {
        return false;
      }
      String head = seen.stream().reduce((a, b) -> b).orElse("");
      int length = head.indexOf("Content-Length: ");
      if (length >= 0) {
        String digits = head.substring(length + 16, head.indexOf('\r', length));
        note(readText(Integer.parseInt(digits)));
      }
      return true;
    }

    String readText(int length) throws IOException {
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    int read() throws IOException {
      return in.read();
    }

    void note(String word) {
      seen.add(word);
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends the connection so that the other side sees a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
