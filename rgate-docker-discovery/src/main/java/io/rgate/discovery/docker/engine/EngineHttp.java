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
 * HTTP to an engine with docker-java; no other class uses docker-java. Safe for use by several
 * threads.
 */
final class EngineHttp implements Closeable {
  private final DockerHttpClient client;

  private EngineHttp(DockerHttpClient client) {
    this.client = client;
  }

  static EngineHttp to(EngineAddress address, Duration connectTimeout) throws IOException {
    // No response timeout, because it would end a stream of events that is only silent.
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

  /** Sends a request, and returns when the head of the answer has been read. */
  Answer get(String path) throws IOException {
    Request request =
        Request.builder()
            .method(Method.GET)
            .path(path)
            // Calls are rare. A kept connection could be dead, and docker-java has no timeout to
            // detect that on a Unix socket.
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

  /** The answer of an engine; closing it cuts the connection. */
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
