package io.rgate.benchmarks;

import io.rgate.benchmarks.Peer.Site;
import java.util.List;

/**
 * A configuration of rgate: all to the origin, through one of some routes and to one of some
 * endpoints.
 *
 * @param client the upstream's
 * @param stats the section that says where samples go
 * @param options for the JVM
 */
record RgateYaml(String client, int routes, int endpoints, String stats, List<String> options) {
  /** What a user gets who says nothing. */
  static final RgateYaml DEFAULT = new RgateYaml("auto", 1, 1, "{type: memory}", List.of());

  RgateYaml withClient(String other) {
    return new RgateYaml(other, routes, endpoints, stats, options);
  }

  RgateYaml withRoutes(int count) {
    return new RgateYaml(client, count, endpoints, stats, options);
  }

  RgateYaml withEndpoints(int count) {
    return new RgateYaml(client, routes, count, stats, options);
  }

  RgateYaml withStats(String section) {
    return new RgateYaml(client, routes, endpoints, section, options);
  }

  RgateYaml withOption(String option) {
    return new RgateYaml(client, routes, endpoints, stats, List.of(option));
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
    yaml.append("upstream: {client: ").append(client).append("}\n");
    yaml.append("stats: ").append(stats.formatted(site.work())).append('\n');
    yaml.append("discovery:\n  type: static\n  endpoints:\n");
    for (int i = 0; i < endpoints; i++) {
      yaml.append("    - {url: 'http://")
          .append(address(i))
          .append(':')
          .append(site.origin().getPort());
      yaml.append("', labels: {to: origin}}\n");
    }
    return yaml.toString();
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
