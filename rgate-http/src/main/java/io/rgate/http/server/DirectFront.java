package io.rgate.http.server;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Limits;
import io.rgate.http.loop.Loops;
import io.rgate.http.loop.SocketTransport;
import io.rgate.transport.Front;
import io.rgate.transport.Front.Service;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts connections; a virtual thread of its own serves each of them. */
public final class DirectFront implements Front {
  private static final System.Logger LOG = System.getLogger(DirectFront.class.getName());
  private static final int BACKLOG = 1024;
  private static final long PAUSE_MILLIS = 100;
  private static final long LOOK_MILLIS = 5;

  private final ServerSocketChannel listener;
  private final InetSocketAddress address;
  private final Limits limits;
  private final Loops loops = Loops.acquire();
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private @Nullable Thread acceptor;
  private volatile boolean draining;
  private volatile boolean closed;

  private DirectFront(ServerSocketChannel listener, Limits limits) throws IOException {
    this.listener = listener;
    this.address = (InetSocketAddress) listener.getLocalAddress();
    this.limits = limits;
  }

  /**
   * Makes a front that listens on its port.
   *
   * @throws IOException if it cannot listen on the address
   */
  public static DirectFront bind(FrontSettings settings) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(settings.address(), BACKLOG);
      return new DirectFront(listener, settings.limits());
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public void start(Service service) {
    if (acceptor != null || closed) {
      throw new IllegalStateException("the front was started or closed before");
    }
    // Not a virtual thread, because the process must not end while it listens.
    acceptor = Thread.ofPlatform().name("rgate-accept").start(() -> accept(service));
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  private void accept(Service service) {
    while (!closed) {
      try {
        serve(listener.accept(), service);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (closed) {
          return;
        }
        LOG.log(WARNING, "a connection could not be accepted: {0}", e.getMessage());
        pause(PAUSE_MILLIS); // for example if no more files can be opened
      }
    }
  }

  private void serve(SocketChannel channel, Service service) throws IOException {
    ServerConnection connection;
    try {
      connection =
          new ServerConnection(
              SocketTransport.of(channel, loops.next()), service, limits, () -> draining);
    } catch (IOException | RuntimeException e) {
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
    draining = true;
    connections.forEach(ServerConnection::closeIfIdle);
    long end = System.nanoTime() + patience.toNanos();
    boolean busy = isBusy();
    while (busy && System.nanoTime() - end < 0 && pause(LOOK_MILLIS)) {
      busy = isBusy();
    }
    return !busy;
  }

  private boolean isBusy() {
    return connections.stream().anyMatch(ServerConnection::isBusy);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    draining = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(WARNING, "the port could not be freed", e);
    }
    join(acceptor); // it may be about to accept one more connection
    connections.forEach(ServerConnection::close);
    loops.release();
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null && thread != Thread.currentThread()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
