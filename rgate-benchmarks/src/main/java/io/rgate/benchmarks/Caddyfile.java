package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Site;

/** Configurations of Caddy. */
final class Caddyfile {
  private Caddyfile() {}

  static String text(Site site) {
    Certificate certificate = site.certificate();
    boolean tls = site.wire() == Wire.TLS;
    boolean grpc = site.wire() == Wire.GRPC;
    boolean h2c = grpc || site.wire() == Wire.H2C;
    return """
    {
      admin off
      auto_https off
      storage file_system %s
      %s
    }
    %s://127.0.0.1:%d {
      %s
      reverse_proxy %s%s {
        transport http {
          keepalive_idle_conns_per_host 1024
        }
      }
    }
    """
        .formatted(
            site.work(),
            tls || h2c ? "servers {\n    protocols h1 h2" + (h2c ? " h2c" : "") + "\n  }" : "",
            tls ? "https" : "http",
            site.port(),
            tls ? "tls " + certificate.cert() + " " + certificate.key() : "",
            grpc ? "h2c://" : "",
            site.origin().getAuthority());
  }
}
