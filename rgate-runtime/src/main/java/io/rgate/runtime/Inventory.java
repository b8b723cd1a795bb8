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
import io.rgate.spi.Discovered;
import io.rgate.spi.Discovered.Rejected;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a configured discovery sees, and for each what it serves or why it serves nothing.
 *
 * @param items in the order of the discovery
 * @param failures what could not be asked
 */
public record Inventory(List<Item> items, List<String> failures) {

  /** Copies. */
  public Inventory {
    items = List.copyOf(items);
    failures = List.copyOf(failures);
  }

  /**
   * One instance.
   *
   * @param uri where requests would go; null if that is not known
   * @param backends those whose labels it carries
   * @param reason why it serves none of them; empty if it serves them
   * @param choice why it has this address; empty if there was no choice
   */
  public record Item(
      String id,
      String name,
      @Nullable URI uri,
      int weight,
      List<String> backends,
      String reason,
      String choice) {

    /** Copies. */
    public Item {
      backends = List.copyOf(backends);
    }

    /** Whether it gets requests. */
    public boolean serves() {
      return reason.isEmpty();
    }
  }

  /**
   * Asks the discovery that {@code file} configures.
   *
   * @param patience how long to wait for its first report; more may follow, because it may ask
   *     several sources, so this waits on until none comes for 500 ms
   * @throws io.rgate.api.InvalidConfigException if it is configured wrongly
   */
  public static Inventory take(ConfigFile file, Duration patience) throws InterruptedException {
    BackendDiscovery plugin = Plugins.discovery(file.discovery());
    Bounds bounds = new Bounds(patience, Bounds.DEFAULT.close());
    try (BackendDiscovery discovery = new GuardedDiscovery(plugin, bounds)) {
      InitialReports words = new InitialReports();
      discovery.start(words);
      words.await(patience);
      return of(file.gateway().backends(), words);
    }
  }

  static Inventory of(List<Backend> backends, InitialReports words) {
    BackendIndex index = new BackendIndex(backends);
    List<Item> items = new ArrayList<>();
    Discovered last = words.last();
    for (Endpoint endpoint : last.endpoints()) {
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
              last.choices().getOrDefault(endpoint.id(), "")));
    }
    for (Rejected other : last.rejected()) {
      List<String> names = names(index, other.labels());
      items.add(
          new Item(other.id(), other.name(), null, 0, names, both(other, names, backends), ""));
    }
    return new Inventory(items, words.failures());
  }

  private static String both(Rejected other, List<String> names, List<Backend> backends) {
    return names.isEmpty()
        ? other.reason() + "; " + lacking(backends, other.labels())
        : other.reason();
  }

  private static List<String> names(BackendIndex index, Map<String, String> labels) {
    return index.backendsOf(labels).stream().map(Backend::name).sorted().toList();
  }

  /** What is missing to serve the backends that it is nearest to. */
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
