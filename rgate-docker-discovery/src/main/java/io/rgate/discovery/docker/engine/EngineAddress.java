package io.rgate.discovery.docker.engine;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine is.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port}
 * @param certificates the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null
 *     for a connection without TLS
 */
public record EngineAddress(URI uri, @Nullable Path certificates) {

  /**
   * Reads {@code text}.
   *
   * @param key what to name in an error
   * @param certificates for {@code tcp://}, null for none
   * @throws InvalidConfigException if it is neither form
   */
  public static EngineAddress parse(String key, String text, @Nullable Path certificates) {
    try {
      URI uri = new URI(text);
      if (isUnix(uri)) {
        return new EngineAddress(uri, null);
      }
      if (isTcp(uri)) {
        return new EngineAddress(uri, certificates);
      }
    } catch (URISyntaxException e) {
      throw invalid(key, text);
    }
    throw invalid(key, text);
  }

  private static boolean isUnix(URI uri) {
    return "unix".equals(uri.getScheme()) && uri.getHost() == null && uri.getPath() != null;
  }

  private static boolean isTcp(URI uri) {
    return "tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
  }

  private static InvalidConfigException invalid(String key, String text) {
    return new InvalidConfigException(
        key, "must be unix:///PATH, tcp://HOST:PORT or context:NAME, was '" + text + "'");
  }

  /** The host on which the engine publishes ports to everywhere, as this process names it. */
  public String host() {
    return uri.getHost() == null ? "127.0.0.1" : uri.getHost();
  }

  /** Whether the engine runs on this process's machine. */
  public boolean isLocal() {
    return uri.getHost() == null || isLoopback(uri.getHost());
  }

  /** Whether {@code host}, a name or a literal, is the loopback of whoever uses it. */
  public static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.matches("localhost|\\[?::1]?");
  }

  /**
   * Fails if nobody listens. docker-java's client, refused by a Unix socket, would try again by
   * itself after a second; when to try again is our own matter.
   */
  void probe() throws IOException {
    if (isUnix(uri)) {
      SocketChannel.open(UnixDomainSocketAddress.of(uri.getPath())).close();
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
