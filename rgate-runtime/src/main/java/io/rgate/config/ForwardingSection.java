package io.rgate.config;

import io.rgate.api.AddressBlock;
import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import io.rgate.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys for forwarding: in the section {@code forwarding} for all routes, and in a route for
 * that route alone.
 */
final class ForwardingSection {
  private static final List<String> KEYS =
      List.of(
          "preserve_host",
          "timeouts",
          "max_request_body",
          "forwarded",
          "trusted_proxies",
          "client_cert",
          "upgrade");

  private ForwardingSection() {}

  /** The same section; refuses keys other than these keys and {@code more}. */
  static Settings only(Settings section, String... more) {
    return Sections.only(
        section, Stream.concat(Stream.of(more), KEYS.stream()).toArray(String[]::new));
  }

  /** Reads the section; a missing key has its value from {@code fallback}. */
  static Forwarding read(Settings section, Forwarding fallback) {
    boolean preserveHost = section.bool("preserve_host", fallback.preserveHost());
    Timeouts timeouts = timeouts(section.section("timeouts"), fallback.timeouts());
    long max = section.size("max_request_body", fallback.maxRequestBody());
    boolean forwarded = section.bool("forwarded", fallback.forwarded());
    List<AddressBlock> trusted =
        section.has("trusted_proxies")
            ? section.addressBlocks("trusted_proxies")
            : fallback.trustedProxies();
    boolean clientCert = section.bool("client_cert", fallback.clientCert());
    List<String> upgrade = section.has("upgrade") ? section.strings("upgrade") : fallback.upgrade();
    return section
        .attempt(() ->
            new Forwarding(preserveHost, timeouts, max, forwarded, trusted, clientCert, upgrade))
        .orElse(fallback);
  }

  private static Timeouts timeouts(Settings section, Timeouts fallback) {
    Sections.only(section, "connect", "response_head", "idle_body", "idle_tunnel");
    Duration connect = section.duration("connect", fallback.connect());
    Duration head = section.duration("response_head", fallback.responseHead());
    Duration idle = section.duration("idle_body", fallback.idleBody());
    Duration tunnel = section.duration("idle_tunnel", fallback.idleTunnel());
    return section.attempt(() -> new Timeouts(connect, head, idle, tunnel)).orElse(fallback);
  }
}
