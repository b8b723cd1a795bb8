package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Site;

/**
 * A configuration of rgate: all to the origin, through one of some routes and to one of some
 * endpoints.
 *
 * @param client the upstream's
 * @param stats the section that says where samples go
 * @param front what listens
 */
record RgateYaml(String client, int routes, int endpoints, String stats, String front) {
  /** What a user gets who says nothing. */
  static final RgateYaml DEFAULT = new RgateYaml("auto", 1, 1, "{type: memory}", "auto");

  RgateYaml withClient(String other) {
    return new RgateYaml(other, routes, endpoints, stats, front);
  }

  RgateYaml withRoutes(int count) {
    return new RgateYaml(client, count, endpoints, stats, front);
  }

  RgateYaml withEndpoints(int count) {
    return new RgateYaml(client, routes, count, stats, front);
  }

  RgateYaml withStats(String section) {
    return new RgateYaml(client, routes, endpoints, section, front);
  }

  RgateYaml withFront(String other) {
    return new RgateYaml(client, routes, endpoints, stats, other);
  }

  /** The text of it. */
  String text(Site site) {
    StringBuilder yaml = new StringBuilder("routes:\n");
    route(yaml, "/");
    for (int i = 1; i < routes; i++) {
      route(yaml, "/service-" + i + "/api");
    }
    yaml.append("backends:\n");
    yaml.append("  - {name: origin, match_labels: [to=origin]}\n");
    yaml.append("server: {front: ").append(front).append(tls(site)).append("}\n");
    yaml.append("upstream: {client: ").append(client).append("}\n");
    yaml.append("stats: ").append(stats.formatted(site.work())).append('\n');
    yaml.append("discovery:\n  type: static\n  endpoints:\n");
    for (int i = 0; i < endpoints; i++) {
      yaml.append("    - {url: '")
          .append(site.wire() == Wire.GRPC ? "h2c" : "http")
          .append("://")
          .append(address(i))
          .append(':')
          .append(site.origin().getPort());
      yaml.append("', labels: {to: origin}}\n");
    }
    return yaml.toString();
  }

  private static String tls(Site site) {
    Certificate certificate = site.certificate();
    return site.wire() == Wire.TLS
        ? ", tls: {certificates: [{cert: %s, key: %s}]}"
            .formatted(certificate.cert(), certificate.key())
        : "";
  }

  /** All of 127/8 is this machine, so one origin can be a thousand endpoints. */
  static String address(int endpoint) {
    return "127.0." + endpoint / 200 + "." + (1 + endpoint % 200);
  }

  private static void route(StringBuilder yaml, String prefix) {
    yaml.append("  - {path_prefix: ").append(prefix);
    yaml.append(", backend: origin}\n");
  }
}
