package io.rgate.runtime;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of the JDK's API as the front: each exchange on a virtual thread, one context for every
 * path.
 */
final class FrontServer {
  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private FrontServer(HttpServer server) {
    this.server = server;
  }

  /**
   * A server of {@code provider} that has its port, and answers nothing yet.
   *
   * @throws UncheckedIOException if the address cannot be listened on; its cause says why in words
   *     for the user
   */
  static FrontServer bind(HttpServerProvider provider, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new UncheckedIOException(
          new IOException(BindFailure.text(address, new IOException("unresolved"))));
    }
    try {
      return new FrontServer(provider.createHttpServer(address, BACKLOG));
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException(BindFailure.text(address, e), e));
    }
  }

  /** Answers every request by {@code handler} from now on. */
  void start(HttpHandler handler, Front front) {
    // The JDK's server reads the head of a request within the task, without limit of time.
    server.setExecutor(front.clients().watching(executor, front.limits().requestHead()));
    server.createContext("/", handler);
    server.start();
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * Frees the port after the requests of {@code inFlight} are finished.
   *
   * @return whether all of them were, within {@code patience}; the others are cut off
   */
  boolean stop(InFlight inFlight, Duration patience) {
    boolean drained = inFlight.drain(patience);
    // Not with a delay: the server would wait all of it for an exchange that was cut.
    server.stop(0);
    executor.shutdownNow();
    return drained;
  }
}
