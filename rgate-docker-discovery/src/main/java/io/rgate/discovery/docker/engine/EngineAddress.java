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
 * The address of an engine.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port}
 * @param certificates the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null
 *     for a connection without TLS
 */
public record EngineAddress(URI uri, @Nullable Path certificates) {

  /**
   * Parses {@code text}.
   *
   * @param key the key for an error
   * @param certificates for {@code tcp://}, null for a connection without TLS
   * @throws InvalidConfigException if {@code text} has neither form
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

  /** The host for ports that the engine publishes on all addresses, as seen from this process. */
  public String host() {
    return uri.getHost() == null ? "127.0.0.1" : uri.getHost();
  }

  /** The path of the engine's Unix socket; empty if the engine is reached by TCP. */
  public Optional<Path> socket() {
    return isUnix(uri) ? Optional.of(Path.of(uri.getPath())) : Optional.empty();
  }

  /** Whether the engine runs on the machine of this process. */
  public boolean isLocal() {
    return uri.getHost() == null || isLoopback(uri.getHost());
  }

  /** Whether {@code host}, a name or a literal, is a loopback address. */
  public static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.matches("localhost|\\[?::1]?");
  }

  /**
   * Fails if the engine does not accept a connection. If a Unix socket refuses docker-java's
   * client, it tries again by itself after a second; but this discovery decides itself when to try
   * again.
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

  /** How to mend the problem; empty if that is not known. */
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
      // The socket's folder may not be readable either.
      return "often docker";
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
