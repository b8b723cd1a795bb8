package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Site;

/** Configurations of HAProxy. */
final class HaproxyCfg {
  private HaproxyCfg() {}

  /** All to the origin, under as many addresses as there are endpoints. */
  static String text(Site site, int endpoints) {
    String suffix = site.wire() == Wire.GRPC ? " proto h2" : "";
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < endpoints; i++) {
      String address = RgateYaml.address(i) + ":" + site.origin().getPort();
      servers.append("  server s").append(i).append(' ').append(address);
      servers.append(suffix).append('\n');
    }
    return """
    global
      no strict-limits
      maxconn 12000
      nbthread 1
    defaults
      mode http
      option forwardfor
      timeout connect 5s
      timeout client 75s
      timeout server 60s
      timeout http-keep-alive 75s
      timeout tunnel 75s
    frontend front
      bind 127.0.0.1:%d%s
      default_backend origin
    backend origin
      http-reuse always
      balance random(1)
    """
            .formatted(site.port(), bind(site))
        + servers;
  }

  private static String bind(Site site) {
    return switch (site.wire()) {
      case TLS -> " ssl crt " + site.certificate().both() + " alpn h2,http/1.1";
      case H2C, GRPC -> " proto h2";
      case PLAIN, WEBSOCKET -> "";
    };
  }
}
