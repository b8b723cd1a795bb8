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
 * The JDK's clients: one for each scheme and each time to connect, because a client's time to
 * connect is fixed when it is made. Few, for few such times stand in a configuration.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  private record Key(boolean tls, Duration connect) {}

  private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();

  /** TLS hand-shakes block, so https origins have clients with threads. */
  private final ExecutorService tlsExecutor = Executors.newVirtualThreadPerTaskExecutor();

  /** The client for {@code endpoint} that waits for a connection as long as {@code connect}. */
  HttpClient of(Endpoint endpoint, Duration connect) {
    boolean tls = endpoint.uri().getScheme().equalsIgnoreCase("https");
    return clients.computeIfAbsent(new Key(tls, connect), this::client);
  }

  private HttpClient client(Key key) {
    // In place, on the selector's thread, without TLS: nothing of ours blocks there.
    Executor executor = key.tls() ? tlsExecutor : Runnable::run;
    return HttpClient.newBuilder()
        // The default would offer an upgrade to HTTP/2 on every new connection.
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(key.connect())
        .executor(executor)
        .build();
  }

  @Override
  public void close() {
    // Not close(), which would wait for streams that nobody reads any more.
    clients.values().forEach(HttpClient::shutdownNow);
    try {
      // Their tasks end first: one that its executor rejects would leave a client half closed.
      for (HttpClient client : clients.values()) {
        client.awaitTermination(SHUTDOWN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tlsExecutor.shutdownNow();
  }
}
