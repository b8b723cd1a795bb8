package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One running instance that requests can be sent to.
 *
 * @param id identifies the instance during its whole life: a container's id, or the URL itself
 * @param name a name for people to read
 * @param uri {@code http://host:port}, {@code https://host:port} or {@code h2c://host:port}, which
 *     is HTTP/2 without TLS, with nothing after the authority
 * @param labels all the labels that the instance carries
 * @param weight its share of a backend's requests, in proportion to the weights of the other
 *     endpoints; an endpoint of weight 0 gets no new request
 */
public record Endpoint(String id, String name, URI uri, Map<String, String> labels, int weight) {
  /** The weight of an endpoint for which none is given. */
  public static final int DEFAULT_WEIGHT = 1;

  /** The greatest weight. */
  public static final int MAX_WEIGHT = 1000;

  private static final String H2C = "h2c";

  /**
   * Checks the URI and the weight, and copies the labels.
   *
   * @throws InvalidConfigException if the URI is not {@code SCHEME://host[:port]} and nothing more,
   *     or the weight is out of bounds
   */
  public Endpoint {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(uri, "uri");
    requireNonNull(labels, "labels");
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw new InvalidConfigException(
          "weight", "must be a whole number from 0 to " + MAX_WEIGHT + ", was " + weight);
    }
    String problem = problemWith(uri);
    if (problem != null) {
      throw new InvalidConfigException(
          "url",
          "must be http://HOST:PORT, https://HOST:PORT or h2c://HOST:PORT"
              + problem
              + ", was '"
              + uri
              + "'");
    }
    labels = Map.copyOf(labels);
  }

  /**
   * An endpoint of the default weight, named by its id.
   *
   * @throws InvalidConfigException if the URI is not {@code SCHEME://host[:port]} and nothing more
   */
  public Endpoint(String id, URI uri, Map<String, String> labels) {
    this(id, id, uri, labels, DEFAULT_WEIGHT);
  }

  /** The same endpoint with another name. */
  public Endpoint withName(String other) {
    return new Endpoint(id, other, uri, labels, weight);
  }

  /**
   * The same endpoint with another share of the requests.
   *
   * @throws InvalidConfigException if the weight is out of bounds
   */
  public Endpoint withWeight(int other) {
    return new Endpoint(id, name, uri, labels, other);
  }

  /** The host's name or address; an IPv6 address is in brackets. */
  public String host() {
    return Authority.of(uri).host();
  }

  /** Whether it speaks HTTP/2 without TLS, which is known beforehand (RFC 9113, 3.3). */
  public boolean isH2c() {
    return uri.getScheme().equalsIgnoreCase(H2C);
  }

  /** Whether it speaks TLS. */
  public boolean isTls() {
    return isTls(uri);
  }

  /** The port, or the default port of the scheme if the URI has none. */
  public int port() {
    int port = Authority.of(uri).port();
    return port >= 0 ? port : isTls(uri) ? 443 : 80;
  }

  private static boolean isTls(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private static @Nullable String problemWith(URI uri) {
    Authority authority = Authority.of(uri);
    if (!isWeb(uri) || authority.host().isEmpty()) {
      return "";
    }
    if (authority.port() == 0 || authority.port() > 65_535) {
      return " with a port of 1 to 65535";
    }
    if (uri.getHost() == null && isTls(uri)) {
      return " without '_' in the host's name, which certificates do not allow";
    }
    return problemBehind(uri);
  }

  private static @Nullable String problemBehind(URI uri) {
    if (!endsWithAuthority(uri)) {
      return " with no path, query or fragment";
    }
    return uri.getRawUserInfo() == null ? null : " without user information";
  }

  private static boolean isWeb(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https") || scheme.equals(H2C);
  }

  private static boolean endsWithAuthority(URI uri) {
    String path = uri.getRawPath();
    return (path.isEmpty() || path.equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
