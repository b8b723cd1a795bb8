package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.plugin.Bounds;
import io.rgate.runtime.plugin.GuardedDiscovery;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.runtime.route.BackendIndex;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Rejected;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All instances that a configured discovery sees, each with its backends or the reason why it has
 * none.
 *
 * @param items in the order of the discovery's report
 * @param failures the sources that could not be read
 */
public record Inventory(List<Item> items, List<String> failures) {

  /** Copies the lists. */
  public Inventory {
    items = List.copyOf(items);
    failures = List.copyOf(failures);
  }

  /**
   * One instance.
   *
   * @param uri the address for requests; null if it is not known
   * @param backends the backends whose conditions its labels meet
   * @param reason why it serves no backend; empty if it serves one
   * @param choice why it has this address; empty if there was only one
   */
  public record Item(
      String id,
      String name,
      @Nullable URI uri,
      int weight,
      List<String> backends,
      String reason,
      String choice) {

    /** Copies the list. */
    public Item {
      backends = List.copyOf(backends);
    }

    /** Whether it gets requests. */
    public boolean serves() {
      return reason.isEmpty();
    }
  }

  /**
   * Reads from the discovery that {@code file} configures.
   *
   * @param patience how long to wait for its first report; after that, reports are collected until
   *     none comes for a moment, because a discovery may have several sources
   * @throws io.rgate.api.InvalidConfigException if the discovery is configured wrongly
   */
  public static Inventory take(ConfigFile file, Duration patience) throws InterruptedException {
    BackendDiscovery plugin = Plugins.discovery(file.discovery());
    Bounds bounds = new Bounds(patience, Bounds.DEFAULT.close());
    try (BackendDiscovery discovery = new GuardedDiscovery(plugin, bounds)) {
      InitialReports reports = new InitialReports();
      discovery.start(reports);
      reports.await(patience);
      return of(file.gateway().backends(), reports);
    }
  }

  static Inventory of(List<Backend> backends, InitialReports reports) {
    BackendIndex index = new BackendIndex(backends);
    List<Item> items = new ArrayList<>();
    for (Endpoint endpoint : reports.endpoints()) {
      List<String> names = names(index, endpoint.labels());
      String reason = names.isEmpty() ? lacking(backends, endpoint.labels()) : "";
      if (endpoint.weight() == 0) {
        reason = "drained: weight 0";
      }
      items.add(
          new Item(
              endpoint.id(),
              endpoint.name(),
              endpoint.uri(),
              endpoint.weight(),
              names,
              reason,
              reports.choices().getOrDefault(endpoint.id(), "")));
    }
    for (Rejected other : reports.rejected()) {
      List<String> names = names(index, other.labels());
      items.add(
          new Item(other.id(), other.name(), null, 0, names, both(other, names, backends), ""));
    }
    return new Inventory(items, reports.failures());
  }

  private static String both(Rejected other, List<String> names, List<Backend> backends) {
    return names.isEmpty()
        ? other.reason() + "; " + lacking(backends, other.labels())
        : other.reason();
  }

  private static List<String> names(BackendIndex index, Map<String, String> labels) {
    return index.backendsOf(labels).stream().map(Backend::name).sorted().toList();
  }

  /** The labels that are missing to serve the backends of which most labels are present. */
  private static String lacking(List<Backend> backends, Map<String, String> labels) {
    long least =
        backends.stream().mapToLong(backend -> missing(backend, labels).size()).min().orElse(0);
    return backends.stream()
        .filter(backend -> missing(backend, labels).size() == least)
        .limit(3)
        .map(backend ->
            "lacks "
                + missing(backend, labels).stream()
                    .map(LabelMatch::toString)
                    .collect(Collectors.joining(", "))
                + " for "
                + backend.name())
        .collect(Collectors.joining("; "));
  }

  private static List<LabelMatch> missing(Backend backend, Map<String, String> labels) {
    return backend.matchLabels().stream().filter(match -> !match.matches(labels)).toList();
  }
}
