package io.rgate.runtime;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of another maker than the JDK, as far as whoever uses it can see: its own class, and
 * requests that come on its own threads instead of those of the executor that it is given.
 */
public final class ForeignServer extends HttpServerProvider {
  private static final AtomicInteger REQUESTS = new AtomicInteger();

  /** For the JDK, which finds it by a system property. */
  public ForeignServer() {}

  static int requests() {
    return REQUESTS.get();
  }

  @Override
  public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
    try {
      Object jdk =
          Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
              .getDeclaredConstructor()
              .newInstance();
      return new Server(((HttpServerProvider) jdk).createHttpServer(address, backlog));
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  @Override
  public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
    throw new IOException("speaks no TLS");
  }

  private static final class Server extends HttpServer {
    private final HttpServer jdk;

    Server(HttpServer jdk) {
      this.jdk = jdk;
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
      jdk.bind(address, backlog);
    }

    @Override
    public void start() {
      jdk.start();
    }

    @Override
    public void setExecutor(Executor executor) {
      jdk.setExecutor(task -> Thread.ofVirtual().start(task));
    }

    @Override
    public Executor getExecutor() {
      return jdk.getExecutor();
    }

    @Override
    public void stop(int delay) {
      jdk.stop(delay);
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
      return jdk.createContext(
          path,
          exchange -> {
            REQUESTS.incrementAndGet();
            handler.handle(exchange);
          });
    }

    @Override
    public HttpContext createContext(String path) {
      return jdk.createContext(path);
    }

    @Override
    public void removeContext(String path) {
      jdk.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
      jdk.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
      return jdk.getAddress();
    }
  }
}
