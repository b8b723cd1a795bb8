package io.rgate.runtime;

import io.rgate.api.Backend;
import io.rgate.api.Filter;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Route;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.discovery.StaticDiscovery;
import io.rgate.runtime.plugin.Observers;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Balancer;
import io.rgate.spi.Observer;
import io.rgate.spi.RouteTable;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plug-ins of a draft: the objects that it was given, and what providers make of the file's
 * sections. For one thread.
 */
final class DraftPlugins {
  private final GatewayDraft draft;
  private final Balancers balancers;
  private final FilterMaker filterMaker;
  private final List<Object> made = new ArrayList<>();

  DraftPlugins(GatewayDraft draft) {
    this.draft = draft;
    this.balancers = new Balancers(draft.balancer);
    this.filterMaker = new FilterMaker(draft.namedFilters, places());
  }

  /** Makes tables of routes; one that was given as an object stands for the first routes only. */
  Function<List<Route>, RouteTable> tables() {
    RouteTable given = draft.table;
    if (given == null) {
      return Plugins.tables(section("routing"));
    }
    List<Route> first = draft.config().routes();
    return next -> {
      if (!next.equals(first)) {
        throw new InvalidConfigException(
            "routes",
            "cannot be changed, because the gateway's route table was given as an object; reload"
                + " with the same routes, or give no table");
      }
      return given;
    };
  }

  BackendDiscovery discovery() {
    if (draft.discovery != null) {
      return draft.discovery;
    }
    return draft.endpoints.isEmpty()
        ? Plugins.discovery(section("discovery"))
        : new StaticDiscovery(draft.endpoints);
  }

  /**
   * The configured sinks. Beside given ones the default one is made only if it is there and nobody
   * else can be asked.
   */
  List<StatsSink> sinks() {
    Settings section = section("stats");
    boolean named = section.has("type") || section.has("sinks");
    boolean asked = draft.sinks.stream().anyMatch(StatsSource.class::isInstance);
    boolean needed = named || draft.sinks.isEmpty() || (!asked && Plugins.hasDefaultSink(section));
    return needed ? Plugins.sinks(section) : List.of();
  }

  /** The configured filters, and behind them those that were given. */
  List<Filter> filters() {
    List<Filter> configured =
        draft.file == null
            ? List.of()
            : draft.file.filters().stream().map(filterMaker::ofGateway).toList();
    return Stream.concat(configured.stream(), draft.filters.stream()).toList();
  }

  /** Makes the filters of routes and backends. */
  FilterMaker filterMaker() {
    return filterMaker;
  }

  /** All observers as one, or null if there is none. */
  @Nullable Observer observer() {
    List<Observer> configured =
        draft.file == null ? List.of() : Plugins.observers(draft.file.observers());
    made.addAll(configured);
    return Observers.of(Stream.concat(configured.stream(), draft.observers.stream()).toList());
  }

  /** Shares out the requests of {@code backend}. */
  Balancer balancer(Backend backend) {
    return balancers.of(backend);
  }

  /** Closes the filters, observers and balancers that providers made. */
  void close() {
    filterMaker.close();
    made.forEach(Plugins::close);
    balancers.close();
  }

  /** Where the keys of routes and backends stand. */
  private Settings.Locator places() {
    ConfigFile read = draft.file;
    return read == null || !draft.isOfFile()
        ? key -> null
        : key -> read.error(key, "").location().orElse(null);
  }

  private Settings section(String name) {
    ConfigFile file = draft.file;
    if (file == null) {
      return GatewayDraft.said(name);
    }
    return switch (name) {
      case "routing" -> file.routing();
      case "discovery" -> file.discovery();
      default -> file.stats();
    };
  }
}
