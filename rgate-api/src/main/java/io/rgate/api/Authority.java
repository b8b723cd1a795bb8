package io.rgate.api;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a URI. {@link URI} gives no host where its name has an underscore. The names of
 * Compose's containers have underscores, and resolvers accept them, so this class reads the host
 * itself.
 *
 * @param host empty if the URI has none
 * @param port -1 if the URI has none
 */
record Authority(String host, int port) {
  private static final Pattern NAME_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+)(?::(\\d{0,5}))?");

  static Authority of(URI uri) {
    if (uri.getHost() != null) {
      return new Authority(uri.getHost(), uri.getPort());
    }
    Matcher parts =
        NAME_AND_PORT.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
    if (!parts.matches()) {
      return new Authority("", -1);
    }
    String port = parts.group(2);
    return new Authority(
        parts.group(1), port == null || port.isEmpty() ? -1 : Integer.parseInt(port));
  }
}
