package io.rgate.discovery.docker;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;

/**
 * Speaks as an Engine of API 1.52 does: nothing below 1.44, events without {@code id}, {@code
 * status} and {@code from}, health in a field of its own. The forms were recorded from an Engine
 * 20.10 and brought to 1.52 by what Docker's version history says of it.
 */
final class StandInEngine implements AutoCloseable {
  private static final Pattern REQUEST = Pattern.compile("GET (?:/v1\\.(\\d+))?(/\\S+) HTTP/1\\.1");
  private static final String END = "end";

  private final Closeable server;
  private final Map<String, String> containers = new LinkedHashMap<>();
  private final List<BlockingQueue<String>> subscribers = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** After how many bytes the answer to the next subscription is cut off. */
  private IntSupplier cut = () -> Integer.MAX_VALUE;

  private volatile boolean frozen;

  private StandInEngine(Closeable server) {
    this.server = server;
  }

  /** On a Unix socket. */
  static StandInEngine at(Path socket) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket));
    StandInEngine engine = new StandInEngine(channel);
    engine.accept(() -> {
      SocketChannel client = channel.accept();
      return new Connection(
          Channels.newInputStream(client), Channels.newOutputStream(client), client);
    });
    return engine;
  }

  /** On a TCP port of loopback, with TLS if the factory says so. */
  static StandInEngine on(ServerSocketFactory sockets) throws IOException {
    ServerSocket socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    StandInEngine engine = new StandInEngine(socket);
    engine.accept(() -> {
      Socket client = socket.accept();
      return new Connection(client.getInputStream(), client.getOutputStream(), client);
    });
    return engine;
  }

  int port() {
    return ((ServerSocket) server).getLocalPort();
  }

  /** One client. */
  private record Connection(InputStream in, OutputStream out, Closeable socket)
      implements Closeable {
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Waits for a client. */
  @FunctionalInterface
  private interface Acceptor {
    Connection accept() throws IOException;
  }

  private void accept(Acceptor acceptor) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Connection connection = acceptor.accept();
              connections.incrementAndGet();
              Thread.ofVirtual().start(() -> serve(connection));
            }
          } catch (IOException e) {
            // Closed: the test is over.
          }
        });
  }

  private void serve(Connection connection) {
    try (connection) {
      String head = head(new BufferedInputStream(connection.in()));
      Matcher request = REQUEST.matcher(head);
      if (!request.lookingAt()) {
        return;
      }
      requests.add(request.group(2));
      while (frozen) {
        Thread.sleep(10);
      }
      int version = request.group(1) == null ? 52 : Integer.parseInt(request.group(1));
      answer(connection.out(), version, request.group(2));
    } catch (IOException | InterruptedException e) {
      // The client is gone, which is what many tests are about.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.append((char) b);
      if (head.toString().endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  private void answer(OutputStream out, int version, String path)
      throws IOException, InterruptedException {
    if (version < 44 || version > 52) {
      write(
          out,
          "400 Bad Request",
          "{\"message\":\"client version 1."
              + version
              + " is too old. Minimum supported API version is 1.44\"}");
    } else if (path.equals("/version")) {
      write(
          out,
          "200 OK",
          "{\"Components\":[{\"Name\":\"Engine\"}],\"ApiVersion\":\"1.52\",\"MinAPIVersion\":\"1.44\"}");
    } else if (path.startsWith("/containers/json")) {
      write(out, "200 OK", list(URLDecoder.decode(path, StandardCharsets.UTF_8)));
    } else if (path.startsWith("/events")) {
      stream(out);
    } else {
      write(out, "404 Not Found", "{\"message\":\"page not found\"}");
    }
  }

  private synchronized String list(String path) {
    return containers.entrySet().stream()
        .filter(entry -> !path.contains("\"id\"") || path.contains('"' + entry.getKey() + '"'))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(",", "[", "]\n"));
  }

  private static void write(OutputStream out, String status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.flush();
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    OutputStream limited = limited(out);
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    subscribers.add(events);
    try {
      limited.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      limited.flush();
      for (String event = events.take(); !event.equals(END); event = events.take()) {
        byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
        limited.write(
            (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        limited.write(bytes);
        limited.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        limited.flush();
      }
    } finally {
      subscribers.remove(events);
    }
  }

  private OutputStream limited(OutputStream out) {
    int limit = cut.getAsInt();
    return new OutputStream() {
      private int written;

      @Override
      public void write(int b) throws IOException {
        if (written++ >= limit) {
          throw new IOException("cut off");
        }
        out.write(b);
      }
    };
  }

  /** Cuts the answer to each subscription off after so many bytes. */
  void cutSubscriptions(IntSupplier bytes) {
    cut = bytes;
  }

  void freeze(boolean on) {
    frozen = on;
  }

  /** A running container with one port published on loopback. */
  synchronized void put(String id, int port, Map<String, String> labels, String health) {
    containers.put(id, EngineJson.container(id, port, labels, health));
  }

  synchronized void remove(String id) {
    containers.remove(id);
  }

  /** Tells all subscribers. */
  void event(String id, String action, Map<String, String> attributes) {
    send(EngineJson.event(id, action, attributes));
  }

  void event(String id, String action) {
    event(id, action, Map.of());
  }

  void endStreams() {
    send(END);
  }

  private void send(String event) {
    subscribers.forEach(subscriber -> subscriber.add(event));
  }

  boolean isSubscribedTo() {
    return !subscribers.isEmpty();
  }

  /** The paths that were asked for, without version. */
  List<String> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    endStreams();
  }
}
