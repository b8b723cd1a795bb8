package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Endpoint;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The JDK's clients: one for each scheme and each connect timeout, because this timeout is fixed
 * when a client is made. They are few, because a configuration has few such timeouts.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  private record Key(boolean tls, Duration connect) {}

  private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();

  /** TLS handshakes block, so clients for https have an executor with threads. */
  private final ExecutorService tlsExecutor = Executors.newVirtualThreadPerTaskExecutor();

  /** The client for {@code endpoint} with the connect timeout {@code connect}. */
  HttpClient of(Endpoint endpoint, Duration connect) {
    boolean tls = endpoint.uri().getScheme().equalsIgnoreCase("https");
    return clients.computeIfAbsent(new Key(tls, connect), this::client);
  }

  private HttpClient client(Key key) {
    // Without TLS, tasks run directly on the selector's thread: no code of the gateway blocks
    // there.
    Executor executor = key.tls() ? tlsExecutor : Runnable::run;
    return HttpClient.newBuilder()
        // With the default, the client would offer an upgrade to HTTP/2 on every new connection.
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(key.connect())
        .executor(executor)
        .build();
  }

  @Override
  public void close() {
    // Not close(), which would wait for streams that are no longer read.
    clients.values().forEach(HttpClient::shutdownNow);
    try {
      // Their tasks must end first: if the executor rejected one, a client would stay half closed.
      for (HttpClient client : clients.values()) {
        client.awaitTermination(SHUTDOWN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tlsExecutor.shutdownNow();
  }
}
