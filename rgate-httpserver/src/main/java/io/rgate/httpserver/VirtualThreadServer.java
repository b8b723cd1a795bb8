package io.rgate.httpserver;

import static java.lang.System.Logger.Level.WARNING;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts connections and has each served by one task of the executor. */
final class VirtualThreadServer extends HttpServer {
  private static final System.Logger LOG = System.getLogger(VirtualThreadServer.class.getName());
  private static final long PAUSE_MILLIS = 100;

  private final VirtualThreadServers.Limits limits;
  private final Contexts contexts = new Contexts(this);
  private final ServerSocketChannel listener;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Watch watch = new Watch(connections);
  private volatile @Nullable Executor executor;
  private volatile boolean started;
  private volatile boolean stopping;

  VirtualThreadServer(VirtualThreadServers.Limits limits) throws IOException {
    this.limits = limits;
    this.listener = ServerSocketChannel.open();
    listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
  }

  @Override
  public void bind(InetSocketAddress address, int backlog) throws IOException {
    if (listener.socket().isBound()) {
      throw new BindException("already bound");
    }
    try {
      listener.bind(address, Math.max(backlog, 0));
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public void start() {
    if (started || stopping || !listener.socket().isBound()) {
      throw new IllegalStateException("the server is not bound, or was started before");
    }
    started = true;
    watch.start();
    // Not a virtual one: as with the JDK's server, a process lives as long as it listens.
    Thread.ofPlatform().name("rgate-accept").start(this::accept);
  }

  @Override
  public void setExecutor(@Nullable Executor given) {
    if (started) {
      throw new IllegalStateException("the server is started");
    }
    executor = given;
  }

  @Override
  public @Nullable Executor getExecutor() {
    return executor;
  }

  private void accept() {
    Executor given = executor;
    Executor tasks = given == null ? Thread::startVirtualThread : given;
    while (!stopping) {
      try {
        serve(connection(listener.accept()), tasks);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(WARNING, "a connection could not be accepted", e);
        if (!pause()) { // as where no file is left to be opened
          return;
        }
      }
    }
  }

  private Connection connection(SocketChannel channel) throws IOException {
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new Connection(channel, contexts, limits, this::isStopping);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void serve(Connection connection, Executor tasks) {
    connections.add(connection);
    try {
      tasks.execute(() -> {
        try {
          connection.serve();
        } finally {
          connections.remove(connection);
        }
      });
    } catch (RuntimeException e) {
      LOG.log(WARNING, "the executor does not take a connection, which is closed", e);
      connections.remove(connection);
      connection.close();
    }
  }

  /** False if the thread is to end. */
  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isStopping() {
    return stopping;
  }

  @Override
  public void stop(int delay) {
    if (delay < 0) {
      throw new IllegalArgumentException("delay must not be negative, was " + delay);
    }
    stopping = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(WARNING, "the port could not be freed", e);
    }
    awaitExchanges(TimeUnit.SECONDS.toNanos(delay));
    watch.stop();
    connections.forEach(Connection::close);
  }

  /** Waits until nothing is under way, for so long at most. */
  private void awaitExchanges(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean waiting = true;
    while (waiting && System.nanoTime() - deadline < 0) {
      waiting = connections.stream().anyMatch(Connection::isBusy) && pause();
    }
  }

  @Override
  public HttpContext createContext(String path, HttpHandler handler) {
    return contexts.create(path, Objects.requireNonNull(handler, "handler"));
  }

  @Override
  public HttpContext createContext(String path) {
    return contexts.create(path, null);
  }

  @Override
  public void removeContext(String path) {
    contexts.remove(path);
  }

  @Override
  public void removeContext(HttpContext context) {
    contexts.remove(context.getPath());
  }

  @Override
  public InetSocketAddress getAddress() {
    return (InetSocketAddress) listener.socket().getLocalSocketAddress();
  }
}
