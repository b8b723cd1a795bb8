package io.rgate.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin that does on each connection what its script says, and keeps what it was asked. */
final class RawOrigin implements AutoCloseable {

  /** What happens on one connection; it ends when this returns. */
  @FunctionalInterface
  interface Script {
    void serve(Wire wire, RawOrigin origin) throws Exception;
  }

  private final ServerSocket server;
  private final Script script;
  private final BlockingQueue<Message> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private volatile Exception lastFailure;

  private RawOrigin(Script script) throws IOException {
    this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    this.script = script;
  }

  static RawOrigin start(Script script) throws IOException {
    RawOrigin origin = new RawOrigin(script);
    Thread.ofVirtual().start(origin::accept);
    return origin;
  }

  /** Answers every request on every connection with these bytes. */
  static RawOrigin answering(String response) throws IOException {
    return start((wire, origin) -> {
      while (origin.next(wire) != null) {
        wire.send(response);
      }
    });
  }

  /** Reads each connection's first request, sends these bytes and ends the connection. */
  static RawOrigin answeringOnce(String response) throws IOException {
    return start((wire, origin) -> {
      if (origin.next(wire) != null) {
        wire.send(response);
      }
    });
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        lastFailure = e;
      }
    }
  }

  private void serve(Socket socket) {
    try (Wire wire = new Wire(socket)) {
      open.add(wire);
      try {
        // One that was accepted while the origin was closed gets no answer.
        if (!server.isClosed()) {
          script.serve(wire, this);
        }
      } finally {
        open.remove(wire);
      }
    } catch (Exception e) {
      lastFailure = e;
    }
  }

  /** Reads the next request of a connection and keeps it; null at the connection's end. */
  Message next(Wire wire) throws IOException {
    Message request = wire.request();
    if (request != null) {
      requests.add(request);
    }
    return request;
  }

  /** Keeps a request that the script has read by itself. */
  void keep(Message request) {
    requests.add(request);
  }

  /** The next request that has come in, on whichever connection. */
  Message request() throws InterruptedException {
    return request(30);
  }

  /** The same, if it comes within that many seconds. */
  Message request(int seconds) throws InterruptedException {
    Message request = requests.poll(seconds, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("the origin got no request; " + lastFailure);
    }
    return request;
  }

  /** The requests that have come in and were not asked for yet. */
  List<Message> requests() {
    return List.copyOf(requests);
  }

  int connections() {
    return connections.get();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  String authority() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Wire wire : open) {
      wire.close();
    }
  }
}
