package io.rgate.testkit.transport;

import io.rgate.api.Endpoint;
import io.rgate.testkit.transport.RawHttp2.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An origin that speaks HTTP/2 without TLS and follows a script, frame for frame: each connection
 * that it accepts is one run.
 */
public final class RawHttp2Origin implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** What happens on one connection; it ends when this returns. */
  @FunctionalInterface
  public interface Script {
    /**
     * Plays the origin's part.
     *
     * @param number of this connection, from 1 on
     */
    void run(RawHttp2 connection, int number) throws IOException, InterruptedException;
  }

  /** An origin that listens on a port of its own. */
  public RawHttp2Origin(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public Endpoint endpoint() {
    return endpoint(server.getLocalPort());
  }

  /** An endpoint at that port of this machine, which speaks HTTP/2 without TLS. */
  public static Endpoint endpoint(int port) {
    String url = "h2c://127.0.0.1:" + port;
    return new Endpoint(url, URI.create(url), Map.of());
  }

  /** Answers each request on {@code connection} with 200 and {@code text}, until it ends. */
  public static void answerAll(RawHttp2 connection, String text) throws IOException {
    for (Frame frame = connection.next(); frame != null; frame = connection.next()) {
      if (frame.stream() > 0
          && frame.type() <= RawHttp2.HEADERS
          && frame.has(RawHttp2.END_STREAM)) {
        answer(connection, frame.stream(), text);
      }
    }
  }

  /** Answers with 200 and {@code text}. */
  public static void answer(RawHttp2 connection, int stream, String text) throws IOException {
    connection.headers(stream, false, ":status", "200");
    connection.data(stream, true, text);
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** Has {@link #noted} tell {@code word}. */
  public void note(String word) {
    notes.add(word);
  }

  /** The next word that the script has noted. */
  public String noted() throws InterruptedException {
    String next = notes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was noted; failures: " + failures);
    }
    return next;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(socket, number));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        failures.add(e);
      }
    }
  }

  private void converse(Socket socket, int number) {
    try (socket) {
      script.run(RawHttp2.accepted(socket), number);
    } catch (IOException | InterruptedException | RuntimeException e) {
      failures.add(e); // shown if what the test waits for does not come
    }
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
}
