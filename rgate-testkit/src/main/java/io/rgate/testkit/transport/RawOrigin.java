package io.rgate.testkit.transport;

import io.rgate.api.Endpoint;
import java.io.EOFException;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin that follows a script, byte for byte: each connection that it accepts is one run. */
public final class RawOrigin implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Semaphore ended = new Semaphore(0);
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** What happens on one connection; it ends when this returns. */
  @FunctionalInterface
  public interface Script {
    /** Plays the origin's part on {@code connection}. */
    void run(Connection connection) throws IOException, InterruptedException;
  }

  /** An origin that listens on a port of its own. */
  public RawOrigin(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** An origin that answers every request, content read first, with {@code answer}. */
  public static RawOrigin answering(String answer) throws IOException {
    return new RawOrigin(connection -> {
      while (connection.readRequest()) {
        connection.send(answer);
      }
    });
  }

  /** An origin that reads one request on each connection, sends {@code answer} and ends it. */
  public static RawOrigin answeringOnce(String answer) throws IOException {
    return new RawOrigin(connection -> {
      if (connection.readRequest()) {
        connection.send(answer);
      }
    });
  }

  /** Where it listens. */
  public Endpoint endpoint() {
    return endpoint(server.getLocalPort());
  }

  /** An endpoint at which nobody listens. */
  public static Endpoint gone() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return endpoint(nobody.getLocalPort());
    }
  }

  /** An endpoint at that port of this machine. */
  public static Endpoint endpoint(int port) {
    String url = "http://127.0.0.1:" + port;
    return new Endpoint(url, URI.create(url), Map.of());
  }

  /** Waits until one more connection has been closed from here. */
  public void awaitEnd() throws InterruptedException {
    if (!ended.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no connection ended; failures: " + failures);
    }
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** The next request head or content that came, or the next word that the script has noted. */
  public String next() throws InterruptedException {
    String next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came; failures: " + failures);
    }
    return next;
  }

  /** What has come and was not asked for yet. */
  public List<String> seen() {
    return List.copyOf(seen);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(socket));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        failures.add(e);
      }
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
  public final class Connection {
    private final RawConnection raw;

    private Connection(Socket socket) throws IOException {
      raw = new RawConnection(socket);
    }

    /** Reads a request's head and notes it; false at the end of the connection. */
    public boolean readHead() throws IOException {
      try {
        seen.add(raw.head());
        return true;
      } catch (EOFException e) {
        return false;
      }
    }

    /**
     * Reads a request; notes its head and, if it has a length or is chunked, its content. False at
     * the end of the connection.
     */
    public boolean readRequest() throws IOException {
      RawMessage request;
      try {
        request = raw.request();
      } catch (EOFException e) {
        return false;
      }
      seen.add(request.head());
      if (!request.all("Content-Length").isEmpty() || !request.all("Transfer-Encoding").isEmpty()) {
        seen.add(request.content());
      }
      return true;
    }

    /** Exactly that many bytes. */
    public String readText(int length) throws IOException {
      return raw.text(length);
    }

    /** One byte, or -1 at the end of the connection. */
    public int read() throws IOException {
      return raw.read();
    }

    /** Waits until the other side ends the connection, whatever comes before, and notes it. */
    public void noteEnd() throws IOException {
      while (!raw.hasEnded()) {
        // Something came.
      }
      note("ended");
    }

    /** Has {@link RawOrigin#next} tell {@code word}. */
    public void note(String word) {
      seen.add(word);
    }

    /** Writes one byte for each character, at once. */
    public void send(String text) throws IOException {
      raw.send(text);
    }

    /** Ends the connection so that the other side sees a reset. */
    public void reset() throws IOException {
      raw.reset();
    }
  }
}
