package io.rgate.discovery.docker;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Where an engine is.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port}
 */
record EngineAddress(URI uri) {

  /**
   * Reads {@code text}.
   *
   * @throws InvalidConfigException if it is neither form; the key is {@code key}
   */
  static EngineAddress parse(String key, String text) {
    try {
      URI uri = new URI(text);
      if (isUnix(uri) || isTcp(uri)) {
        return new EngineAddress(uri);
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
        key, "must be unix:///PATH or tcp://HOST:PORT, was '" + text + "'");
  }

  /** The host on which the engine publishes ports to everywhere, as this process names it. */
  String host() {
    return uri.getHost() == null ? "127.0.0.1" : uri.getHost();
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
