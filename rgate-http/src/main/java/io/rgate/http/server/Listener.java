package io.rgate.http.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.InvalidConfigException;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a port with one thread. When it stops, it first accepts the connections that wait, so
 * that none of them is reset.
 */
final class Listener {
  private static final System.Logger LOG = System.getLogger(Listener.class.getName());
  private static final int BACKLOG = 1024;
  private static final long PAUSE_MILLIS = 100;

  /** For connections that wait at the stop; longer only if they come faster than this thread. */
  private static final long LAST_ONES = Duration.ofSeconds(1).toNanos();

  /** 1 if Linux gives the connections that wait to another process on the port. */
  private static final Path MIGRATION = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");

  /** Whether this process has told about {@link #MIGRATION}. */
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private final ServerSocketChannel channel;
  private final Selector selector;
  private final InetSocketAddress address;
  private @Nullable Thread thread;
  private volatile boolean stopped;

  private Listener(ServerSocketChannel channel) throws IOException {
    this.channel = channel;
    this.address = (InetSocketAddress) channel.getLocalAddress();
    channel.configureBlocking(false);
    this.selector = Selector.open();
  }

  /**
   * Opens the port.
   *
   * @throws IOException if it cannot listen on the address
   * @throws InvalidConfigException if the port is to be shared and the system cannot do that
   */
  static Listener open(FrontSettings settings) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (settings.reusePort()) {
        share(channel);
      }
      channel.bind(settings.address(), BACKLOG);
      return new Listener(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void share(ServerSocketChannel channel) throws IOException {
    if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      throw new InvalidConfigException(
          "server.reuse_port",
          "must be false on this system, which has no SO_REUSEPORT; leave it out, and stop the old"
              + " process before the new one starts");
    }
    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    if (Files.isReadable(MIGRATION)
        && Files.readString(MIGRATION).strip().equals("0")
        && TOLD.compareAndSet(false, true)) {
      LOG.log(
          INFO,
          "a port is shared while net.ipv4.tcp_migrate_req is 0: a connection that is being made in"
              + " the moment in which a process stops listening can be reset; set it to 1");
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** Takes a connection that was accepted. */
  @FunctionalInterface
  interface Taker {
    /** Serves {@code accepted}, or closes it and throws. */
    void take(SocketChannel accepted) throws IOException;
  }

  /** Gives each connection to {@code taker} from now on; called once. */
  void start(Taker taker) {
    if (thread != null || stopped) {
      throw new IllegalStateException("the front was started or closed before");
    }
    // Not a virtual thread, because the process must not end while it listens.
    thread = Thread.ofPlatform().name("rgate-accept").start(() -> accept(taker));
  }

  private void accept(Taker taker) {
    try {
      SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
      while (!stopped) {
        selector.select(ready -> acceptAll(taker));
      }
      key.cancel();
      selector.selectNow(); // while the selector knows the channel, closing it is put off
      acceptLast(taker);
    } catch (IOException e) {
      LOG.log(WARNING, "the port is closed after a failure", e);
    } finally {
      close();
    }
  }

  private void acceptAll(Taker taker) {
    try {
      SocketChannel accepted = channel.accept();
      while (accepted != null) {
        taker.take(accepted);
        accepted = stopped ? null : channel.accept();
      }
    } catch (IOException | RuntimeException e) {
      if (!stopped) {
        LOG.log(WARNING, "a connection could not be accepted: {0}", e.getMessage());
        pause(); // for example if no more files can be opened
      }
    }
  }

  /** Closes the port right after it has found no connection that waits, and serves them then. */
  private void acceptLast(Taker taker) {
    List<SocketChannel> last = new ArrayList<>();
    long end = System.nanoTime() + LAST_ONES;
    try {
      SocketChannel accepted = channel.accept();
      while (accepted != null) {
        last.add(accepted);
        accepted = System.nanoTime() - end < 0 ? channel.accept() : null;
      }
    } catch (IOException e) {
      LOG.log(WARNING, "a connection could not be accepted: {0}", e.getMessage());
    }
    closePort();
    for (SocketChannel each : last) {
      try {
        taker.take(each);
      } catch (IOException | RuntimeException e) {
        LOG.log(WARNING, "a connection could not be served: {0}", e.getMessage());
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Frees the port. When this returns, each connection that waited was given to the taker. */
  void stop() {
    stopped = true;
    Thread accepting = thread;
    if (accepting == null) {
      close();
      return;
    }
    selector.wakeup();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    closePort();
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(WARNING, "a selector could not be closed", e);
    }
  }

  private void closePort() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(WARNING, "the port could not be freed", e);
    }
  }
}
