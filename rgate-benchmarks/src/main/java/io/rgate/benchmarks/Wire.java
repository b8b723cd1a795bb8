package io.rgate.benchmarks;

import java.util.Locale;

/** What clients speak to a gateway on its port, and what the gateway speaks to the origin. */
enum Wire {
  /** HTTP/1.1 without TLS, both sides. */
  PLAIN,
  /** HTTP/1.1 and HTTP/2 over TLS, as ALPN says; HTTP/1.1 to the origin. */
  TLS,
  /** HTTP/2 without TLS, by prior knowledge; HTTP/1.1 to the origin. */
  H2C,
  /** HTTP/2 without TLS, by prior knowledge, both sides. */
  GRPC,
  /** HTTP/1.1 without TLS, both sides, to an origin that echoes messages. */
  WEBSOCKET;

  /** As the peers in {@code peers} want to be told. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
