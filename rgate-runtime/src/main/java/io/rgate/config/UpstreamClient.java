package io.rgate.config;

import java.util.Optional;

/**
 * What gets requests to endpoints; {@code upstream.client}. Fixed for as long as a gateway runs.
 */
public enum UpstreamClient {
  /** The one that suits the endpoint's scheme: today the same as {@link #DIRECT}. */
  AUTO,
  /** The JDK's HttpClient for every endpoint. */
  HTTP_CLIENT,
  /** HTTP/1.1 over connections of the gateway's own; for https endpoints the JDK's HttpClient. */
  DIRECT;

  /** The one of that name in a configuration, or empty if there is none. */
  public static Optional<UpstreamClient> named(String name) {
    return switch (name) {
      case "auto" -> Optional.of(AUTO);
      case "http_client" -> Optional.of(HTTP_CLIENT);
      case "direct" -> Optional.of(DIRECT);
      default -> Optional.empty();
    };
  }
}
