package io.rgate.discovery.docker;

import io.rgate.runtime.Gateway;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;

/** Gateways on loopback that measure nothing. */
final class Gateways {
  private Gateways() {}

  /** Finds endpoints by {@code discovery}, and what it reports is heard once it is in force. */
  static Gateway.Builder builder(BackendDiscovery discovery, Heard heard) {
    StatsSink none =
        new StatsSink() {
          @Override
          public void record(Sample sample) {
            // Nobody asks.
          }

          @Override
          public void close() {
            // Nothing was opened.
          }
        };
    return Gateway.builder()
        .host("127.0.0.1")
        .port(0)
        .stats(none)
        .discovery(new Watched(discovery, heard));
  }
}
