package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Sends the requests whose raw path starts with a prefix to a backend.
 *
 * @param name the name for statistics and logs; by default the prefix
 * @param pathPrefix starts with {@code /}; compared with the raw path literally, so {@code /api}
 *     also matches {@code /apis}
 * @param backend the name of a backend
 * @param forwarding how requests of this route are forwarded
 */
public record Route(String name, String pathPrefix, String backend, Forwarding forwarding) {
  /**
   * A star at the end or as a whole segment is meant as a pattern; elsewhere it is a plain
   * character.
   */
  private static final Pattern PATTERN = Pattern.compile("\\*$|/\\*+/");

  /** A route named after its prefix that forwards by {@link Forwarding#DEFAULT}. */
  public Route(String pathPrefix, String backend) {
    this(requireNonNull(pathPrefix, "pathPrefix"), pathPrefix, backend, Forwarding.DEFAULT);
  }

  /** The same route with another name. */
  public Route withName(String other) {
    return new Route(other, pathPrefix, backend, forwarding);
  }

  /** The same route with other forwarding. */
  public Route withForwarding(Forwarding other) {
    return new Route(name, pathPrefix, backend, other);
  }

  /**
   * Checks the name, the prefix and the backend's name.
   *
   * @throws InvalidConfigException if the prefix does not start with {@code /}, holds a character
   *     that no raw path can hold or a star as patterns have it, or the backend's name is blank
   */
  public Route {
    requireNonNull(name, "name");
    requireNonNull(pathPrefix, "pathPrefix");
    requireNonNull(backend, "backend");
    requireNonNull(forwarding, "forwarding");
    if (!pathPrefix.startsWith("/")) {
      throw new InvalidConfigException(
          "path_prefix",
          "must start with '/', was '" + pathPrefix + "'; write '/" + literal(pathPrefix) + "'");
    }
    int bad = indexOfForbidden(pathPrefix);
    if (bad >= 0) {
      throw new InvalidConfigException(
          "path_prefix",
          "must hold only characters that a request's raw path can hold; percent-encode the one at"
              + " index "
              + bad
              + ", was '"
              + pathPrefix
              + "'");
    }
    refusePattern(pathPrefix);
    if (name.isBlank()) {
      throw new InvalidConfigException("name", "must not be blank");
    }
    if (backend.isBlank()) {
      throw new InvalidConfigException("backend", "must name a backend, was blank");
    }
  }

  private static void refusePattern(String pathPrefix) {
    if (PATTERN.matcher(pathPrefix).find()) {
      String meant = literal(pathPrefix);
      throw new InvalidConfigException(
          "path_prefix",
          "must be a prefix without '*', which stands for nothing but itself; all paths that start"
              + " with '"
              + meant
              + "' are meant by '"
              + meant
              + "', was '"
              + pathPrefix
              + "'");
    }
  }

  /** The prefix up to a star that is meant as a pattern. */
  private static String literal(String prefix) {
    return PATTERN.matcher(prefix).find() ? prefix.substring(0, prefix.indexOf('*')) : prefix;
  }

  /** A raw path is visible ASCII without the delimiters of query and fragment (RFC 3986, 3.3). */
  private static int indexOfForbidden(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '?' || c == '#') {
        return i;
      }
    }
    return -1;
  }
}
