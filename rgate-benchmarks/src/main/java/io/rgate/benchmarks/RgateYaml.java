package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Site;

/** Writes a configuration of rgate. */
final class RgateYaml {
  private RgateYaml() {}

  /** All to the origin, through one of {@code routes} routes and to one of {@code endpoints}. */
  static String of(Site site, String client, int routes, int endpoints) {
    StringBuilder yaml = new StringBuilder("routes:\n");
    route(yaml, "/");
    for (int i = 1; i < routes; i++) {
      route(yaml, "/service-" + i + "/api");
    }
    yaml.append("backends:\n");
    yaml.append("  - {name: origin, match_labels: [to=origin]}\n");
    yaml.append("upstream: {client: ").append(client).append("}\n");
    yaml.append("discovery:\n  type: static\n  endpoints:\n");
    for (int i = 0; i < endpoints; i++) {
      // All of 127/8 is this machine, so one origin can be a thousand endpoints.
      String host = "127.0." + i / 200 + "." + (1 + i % 200);
      yaml.append("    - {url: 'http://").append(host).append(':').append(site.origin().getPort());
      yaml.append("', labels: {to: origin}}\n");
    }
    return yaml.toString();
  }

  private static void route(StringBuilder yaml, String prefix) {
    yaml.append("  - {path_prefix: ").append(prefix);
    yaml.append(", backend: origin}\n");
  }
}
