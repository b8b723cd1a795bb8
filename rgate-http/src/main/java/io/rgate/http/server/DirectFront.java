package io.rgate.http.server;

import io.rgate.api.Limits;
import io.rgate.http.loop.Loops;
import io.rgate.http.loop.SocketTransport;
import io.rgate.http.tls.ServerTls;
import io.rgate.transport.Front;
import io.rgate.transport.Front.Service;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts connections; a virtual thread of its own serves each of them. */
public final class DirectFront implements Front {
  private static final long LOOK_MILLIS = 5;

  private final Listener listener;
  private final Limits limits;
  private final int http2Streams;
  private final @Nullable ServerTls tls;
  private final Loops loops = Loops.acquire();
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final Drain drain = new Drain();
  private final @Nullable ConnectionLimit connectionLimit;
  private volatile boolean closed;

  private DirectFront(Listener listener, FrontSettings settings, @Nullable ServerTls tls) {
    this.listener = listener;
    this.limits = settings.limits();
    this.tls = tls;
    this.connectionLimit = ConnectionLimit.of(limits);
    this.http2Streams = settings.http2Streams();
  }

  /**
   * Makes a front that listens on its port.
   *
   * @throws IOException if it cannot listen on the address
   * @throws io.rgate.api.InvalidConfigException if the port is to be shared and the system cannot
   *     do that, or a file for TLS cannot be used
   */
  public static DirectFront bind(FrontSettings settings) throws IOException {
    return bind(settings, ServerTls.PAUSE);
  }

  /** The same with another time between two looks at the files. */
  static DirectFront bind(FrontSettings settings, Duration pause) throws IOException {
    TlsSettings wanted = settings.tls();
    ServerTls tls =
        wanted == null ? null : ServerTls.open(wanted, settings.http2Streams() > 0, pause);
    try {
      return new DirectFront(Listener.open(settings), settings, tls);
    } catch (IOException | RuntimeException e) {
      close(tls);
      throw e;
    }
  }

  private static void close(@Nullable ServerTls tls) {
    if (tls != null) {
      tls.close();
    }
  }

  @Override
  public void start(Service service) {
    listener.start(accepted -> serve(accepted, service));
  }

  @Override
  public InetSocketAddress address() {
    return listener.address();
  }

  private void serve(SocketChannel channel, Service service) throws IOException {
    ConnectionLimit limit = connectionLimit;
    if (limit == null) {
      serve(channel, service, () -> {});
      return;
    }
    InetAddress client = channel.socket().getInetAddress();
    if (limit.begun(client)) {
      serve(channel, service, () -> limit.ended(client));
    } else {
      // A reset, because a connection that this side closes in order stays in TIME_WAIT.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
  }

  /** Runs {@code ended} when the connection has ended. */
  private void serve(SocketChannel channel, Service service, Runnable ended) throws IOException {
    ServerConnection connection;
    try {
      SocketTransport socket = SocketTransport.of(channel, loops.next());
      connection =
          new ServerConnection(
              tls == null ? socket : tls.over(socket), service, limits, drain, http2Streams);
    } catch (IOException | RuntimeException e) {
      ended.run();
      channel.close();
      throw e;
    }
    connections.add(connection);
    if (closed) {
      connection.close();
    }
    Thread.ofVirtual()
        .name("rgate-connection")
        .start(() -> {
          try {
            connection.serve();
          } finally {
            connections.remove(connection);
            ended.run();
          }
        });
  }

  /** Waits; false if the thread is to end. */
  private static boolean pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean drain(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    drain.begin();
    listener.stop();
    connections.forEach(ServerConnection::beginDrain);
    while (!connections.isEmpty() && System.nanoTime() - end < 0 && pause(LOOK_MILLIS)) {
      connections.forEach(ServerConnection::beginDrain);
    }
    return connections.stream().noneMatch(ServerConnection::isBusy);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    drain.begin();
    listener.stop();
    connections.forEach(ServerConnection::cut);
    close(tls);
    loops.release();
  }
}
