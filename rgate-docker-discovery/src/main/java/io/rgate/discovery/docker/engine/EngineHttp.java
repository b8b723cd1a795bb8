package io.rgate.discovery.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * HTTP to an engine, by docker-java, which is seen nowhere else. Safe for use by several threads.
 */
final class EngineHttp implements Closeable {
  private final DockerHttpClient client;

  private EngineHttp(DockerHttpClient client) {
    this.client = client;
  }

  static EngineHttp to(EngineAddress address, Duration connectTimeout) throws IOException {
    // No response timeout: it would end a stream of events that is merely silent.
    ZerodepDockerHttpClient.Builder builder =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address.uri())
            .connectionTimeout(connectTimeout);
    if (address.certificates() != null) {
      SSLContext context = tls(address.certificates());
      builder.sslConfig(() -> context);
    }
    return new EngineHttp(builder.build());
  }

  private static SSLContext tls(Path certificates) throws IOException {
    try {
      return new Certificates(certificates).context();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + certificates + ": " + e.getMessage(), e);
    }
  }

  /** Asks, and returns when the head of the answer is there. */
  Answer get(String path) throws IOException {
    Request request =
        Request.builder()
            .method(Method.GET)
            .path(path)
            // Calls are rare; a kept connection could be a dead one, which a Unix socket of
            // docker-java has no timeout to find out.
            .putHeader("Connection", "close")
            .build();
    return new Answer(client.execute(request));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an engine answers; to be closed, which cuts the connection. */
  static final class Answer implements Closeable {
    private final Response response;

    private Answer(Response response) {
      this.response = response;
    }

    int status() {
      return response.getStatusCode();
    }

    InputStream body() {
      return response.getBody();
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
