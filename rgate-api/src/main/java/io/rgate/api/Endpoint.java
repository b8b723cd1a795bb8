package io.rgate.api;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One running instance that requests can be sent to.
 *
 * @param id names the instance for as long as it lives: a container's id, or the URL itself
 * @param uri {@code http://host:port} or {@code https://host:port}, nothing behind the authority
 * @param labels all the labels that the instance carries
 */
public record Endpoint(String id, URI uri, Map<String, String> labels) {

  /**
   * Checks and copies.
   *
   * @throws InvalidConfigException if the URI is not {@code http(s)://host[:port]} and nothing more
   */
  public Endpoint {
    String problem = problemWith(uri);
    if (problem != null) {
      throw new InvalidConfigException(
          "url", "must be http://HOST:PORT or https://HOST:PORT" + problem + ", was '" + uri + "'");
    }
    labels = Map.copyOf(labels);
  }

  private static @Nullable String problemWith(URI uri) {
    if (!isWeb(uri) || uri.getHost() == null) {
      return "";
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return " with a port of 1 to 65535";
    }
    if (!endsWithAuthority(uri)) {
      return " with no path, query or fragment";
    }
    return uri.getRawUserInfo() == null ? null : " without user information";
  }

  private static boolean isWeb(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https");
  }

  private static boolean endsWithAuthority(URI uri) {
    String path = uri.getRawPath();
    return (path.isEmpty() || path.equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
