package io.rgate.discovery.docker.engine;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
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

  /** The path of the engine's Unix socket; empty if it is reached by TCP. */
  public Optional<Path> socket() {
    return isUnix(uri) ? Optional.of(Path.of(uri.getPath())) : Optional.empty();
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
      Path path = Path.of(uri.getPath());
      try {
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
      } catch (IOException e) {
        throw new IOException(e.getMessage() + advice(path, String.valueOf(e.getMessage())));
      }
    }
  }

  /** What to do about it; empty if that is not known. */
  private static String advice(Path socket, String problem) {
    if (problem.contains("ermission denied")) {
      return ": the gateway's user must be allowed to use the socket, for example as a member of the"
          + " group that owns it ("
          + group(socket)
          + ")";
    }
    return problem.contains("refused") || !Files.exists(socket)
        ? ": the engine does not run, or its socket is elsewhere"
        : "";
  }

  private static String group(Path socket) {
    try {
      return Files.readAttributes(socket, PosixFileAttributes.class).group().getName();
    } catch (IOException | UnsupportedOperationException e) {
      // Its folder may not be readable either.
      return "often docker";
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
