package io.rgate.runtime.front.jdk;

import static java.lang.System.Logger.Level.DEBUG;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.transport.Front;
import io.rgate.transport.Front.Service;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A server of the JDK's API: each exchange on a virtual thread, one context for every path. */
final class JdkFront implements Front {
  private static final System.Logger LOG = System.getLogger(JdkFront.class.getName());
  private static final int BACKLOG = 1024;
  private static final Duration UNTIL_FREE = Duration.ofSeconds(2);

  /** How long idle connections are kept, because a request may be on its way. */
  private static final long KEPT = Duration.ofSeconds(1).toNanos();

  /** The server closes a connection that was idle for that long. */
  private static final long LONGEST_IDLE = Duration.ofSeconds(75).toNanos();

  private final HttpServer server;
  private final InetSocketAddress address;
  private final FrontSettings settings;
  private final ClientWatch clients = new ClientWatch();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong exchanges = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean draining;

  /** When a response that kept its connection open has last ended, with 1 as the lowest bit. */
  private volatile long kept;

  private boolean started;

  private JdkFront(HttpServer server, FrontSettings settings) {
    this.server = server;
    this.address = server.getAddress();
    this.settings = settings;
  }

  static Front bind(HttpServerProvider provider, FrontSettings settings) throws IOException {
    return new JdkFront(provider.createHttpServer(settings.address(), BACKLOG), settings);
  }

  @Override
  public void start(Service service) {
    // The JDK's server reads the head of a request within the task, without limit of time.
    server.setExecutor(clients.watching(executor, settings.limits().requestHead()));
    server.createContext("/", new JdkHandler(service, this));
    server.start();
    started = true;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  FrontSettings settings() {
    return settings;
  }

  ClientWatch clients() {
    return clients;
  }

  /** Whether each response ends its connection. */
  boolean draining() {
    return draining;
  }

  void begin() {
    exchanges.incrementAndGet();
  }

  /** Ends an exchange; {@code last} says that its connection ends, too. */
  void end(boolean last) {
    if (!last) {
      kept = System.nanoTime() | 1;
    }
    exchanges.decrementAndGet();
  }

  /** The server knows its connections and does not show them, so all of them are waited for. */
  @Override
  public boolean drain(Duration patience) {
    draining = true;
    long begin = System.nanoTime();
    waitUntil(() -> exchanges.get() == 0 && !mayGetRequests(begin), patience);
    return exchanges.get() == 0;
  }

  private boolean mayGetRequests(long begin) {
    long last = kept;
    long now = System.nanoTime();
    long since = last - begin > 0 ? last : begin;
    return last != 0 && now - last < LONGEST_IDLE && now - since < KEPT;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!started) {
      server.start(); // a server that was never started keeps its port when it is stopped
    }
    // Without a delay: the server would wait the whole delay for an exchange that was cut.
    server.stop(0);
    executor.shutdownNow();
    clients.close();
    // The server's own thread frees the port a moment after that call has returned.
    waitUntil(this::isFree, UNTIL_FREE);
  }

  private boolean isFree() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
      return true;
    } catch (IOException e) {
      LOG.log(DEBUG, "the port is not free yet: {0}", e.getMessage());
      return false;
    }
  }

  private static boolean waitUntil(BooleanSupplier condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return condition.getAsBoolean();
  }
}
