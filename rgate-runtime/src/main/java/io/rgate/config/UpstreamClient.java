package io.rgate.config;

import io.rgate.spi.Settings;

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

  /** Reads {@code client} of the section {@code upstream}; without it {@link #AUTO}. */
  static UpstreamClient of(Settings section) {
    String text = section.string("client", "auto");
    return switch (text) {
      case "auto" -> AUTO;
      case "http_client" -> HTTP_CLIENT;
      case "direct" -> DIRECT;
      default ->
          throw section.error("client", "must be auto, http_client or direct, was '" + text + "'");
    };
  }
}
