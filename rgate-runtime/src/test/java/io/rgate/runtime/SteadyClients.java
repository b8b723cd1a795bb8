package io.rgate.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Clients that go on sending requests and count them. They are well-behaved, and never send a
 * request twice: what fails after its first byte was sent has failed. They take another address if
 * one refuses to connect, and no connection that has ended before the request.
 */
final class SteadyClients implements AutoCloseable {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Supplier<List<Integer>> ports;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> resets = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong connected = new AtomicLong();
  private volatile boolean stopped;

  /** Clients of this machine's ports that {@code ports} gives, any of them. */
  SteadyClients(Supplier<List<Integer>> ports) {
    this.ports = ports;
  }

  /** Starts clients that use their connections as long as they may. */
  SteadyClients keepingAlive(int count, Duration mostPause) {
    return start(count, index -> () -> keepAlive(mostPause));
  }

  /** Starts clients that take a new connection for each request. */
  SteadyClients connecting(int count, Duration mostPause) {
    return start(count, index -> () -> connectEachTime(mostPause));
  }

  private SteadyClients start(int count, IntFunction<Runnable> client) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().name("client").start(client.apply(i)));
    }
    return this;
  }

  private void keepAlive(Duration mostPause) {
    SocketChannel connection = null;
    boolean fresh = true;
    while (!stopped) {
      try {
        if (connection == null || hasEnded(connection)) {
          closed(connection);
          fresh = true;
          connection = connect();
        }
        boolean close = ask(connection, "");
        fresh = false;
        connection = close ? closed(connection) : connection;
      } catch (IOException e) {
        failed(fresh, e);
        connection = closed(connection);
      }
      pause(mostPause);
    }
    closed(connection);
  }

  private void connectEachTime(Duration mostPause) {
    while (!stopped) {
      SocketChannel connection = null;
      try {
        connection = connect();
        ask(connection, "Connection: close\r\n");
      } catch (IOException e) {
        failed(true, e);
      }
      closed(connection);
      pause(mostPause);
    }
  }

  private static SocketChannel closed(SocketChannel connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return null;
  }

  private void failed(boolean fresh, IOException e) {
    boolean reset = fresh && String.valueOf(e.getMessage()).startsWith("Connection reset");
    (reset ? resets : failures).add((fresh ? "new: " : "kept: ") + e);
  }

  private static void pause(Duration most) {
    try {
      TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(most.toNanos() + 1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SocketChannel connect() throws IOException {
    List<Integer> all = ports.get();
    int first = ThreadLocalRandom.current().nextInt(all.size());
    ConnectException last = null;
    for (int i = 0; i < all.size(); i++) {
      int port = all.get((first + i) % all.size());
      SocketChannel connection = SocketChannel.open();
      try {
        connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        connected.incrementAndGet();
        return connection;
      } catch (ConnectException e) {
        connection.close();
        last = e;
      }
    }
    throw new IOException("every address refuses", last);
  }

  private static boolean hasEnded(SocketChannel connection) throws IOException {
    connection.configureBlocking(false);
    try {
      return connection.read(ByteBuffer.allocate(1)) < 0;
    } finally {
      connection.configureBlocking(true);
    }
  }

  /** Returns whether the response says that it is the last one. */
  private boolean ask(SocketChannel connection, String fields) throws IOException {
    boolean get = ThreadLocalRandom.current().nextInt(3) > 0;
    String request = (get ? GET : POST) + fields + "\r\n" + (get ? "" : "body");
    connection.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    connection.socket().setSoTimeout((int) PATIENCE.toMillis());
    StringBuilder response = new StringBuilder();
    byte[] piece = new byte[4 * 1024];
    while (!response.toString().endsWith("\r\n\r\nok")) {
      int count = connection.socket().getInputStream().read(piece);
      if (count < 0) {
        throw new IOException("ended after '" + response + "'");
      }
      response.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
    }
    if (!response.toString().startsWith("HTTP/1.1 200 ")) {
      throw new IOException("got " + response);
    }
    answered.incrementAndGet();
    return response.indexOf("Connection: close") > 0;
  }

  /** What failed, but for {@link #resets}. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Connections that were reset before the answer to their first request. */
  List<String> resets() {
    return List.copyOf(resets);
  }

  /** What came of it, for a person to read. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d requests, %,d connections, %d failed, %d reset",
        answered.get() + failures.size() + resets.size(),
        connected.get(),
        failures.size(),
        resets.size());
  }

  /** Waits until that many more requests were answered. */
  void serve(int more) throws InterruptedException {
    long wanted = answered.get() + more;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (answered.get() < wanted && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void close() {
    finish();
  }

  /** Has each client send its last request. */
  void finish() {
    stopped = true;
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
