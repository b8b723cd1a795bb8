package io.rgate.runtime;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.LabelMatch;
import io.rgate.api.Limits;
import io.rgate.api.Route;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig;
import io.rgate.config.StatsConfig;
import io.rgate.runtime.discovery.StaticDiscovery;
import io.rgate.runtime.discovery.StaticDiscoveryProvider;
import io.rgate.runtime.measure.GuardedSink;
import io.rgate.runtime.measure.Sinks;
import io.rgate.runtime.measure.Stats;
import io.rgate.runtime.plugin.Bounds;
import io.rgate.runtime.plugin.GuardedDiscovery;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.runtime.route.LiveSnapshot;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.RouteTable;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a builder, and how the parts of a gateway are made from them. An object that was
 * given to the builder has precedence over the file. For one thread.
 */
final class GatewayDraft {
  final List<Route> routes = new ArrayList<>();
  final List<Backend> backends = new ArrayList<>();
  final List<Endpoint> endpoints = new ArrayList<>();
  final List<Filter> filters = new ArrayList<>();
  @Nullable ConfigFile file;
  @Nullable GatewayConfig base;
  @Nullable DefaultResponse defaultResponse;
  @Nullable String host;
  @Nullable Integer port;
  @Nullable BackendDiscovery discovery;
  final List<StatsSink> sinks = new ArrayList<>();
  @Nullable StatsConfig statsConfig;
  @Nullable ServerConfig admin;
  @Nullable RouteTable table;
  @Nullable UpstreamProvider upstream;
  @Nullable String upstreamName;
  Forwarding forwarding = Forwarding.DEFAULT;
  @Nullable Limits limits;
  @Nullable FrontProvider front;
  @Nullable String frontName;
  Bounds bounds = Bounds.DEFAULT;
  private boolean started;

  /** A section for settings that come from code, so that errors name their key as for a file. */
  static Settings fromCode(String key) {
    return Settings.of(key, Map.of(), unknown -> null);
  }

  void addRoute(String pathPrefix, String backend, Forwarding how) {
    Settings section = fromCode("routes[" + routes.size() + "]");
    routes.add(section.create(() -> new Route(pathPrefix, backend).withForwarding(how)));
  }

  void addBackend(String name, String... matchLabels) {
    requireNonNull(matchLabels, "matchLabels");
    Settings section = fromCode("backends[" + backends.size() + "]");
    backends.add(
        section.create(
            () -> new Backend(name, Stream.of(matchLabels).map(LabelMatch::parse).toList())));
  }

  void addEndpoint(String url, Map<String, String> labels) {
    requireNonNull(url, "url");
    Settings section = fromCode("endpoints[" + endpoints.size() + "]");
    endpoints.add(section.create(() -> StaticDiscoveryProvider.endpoint(url, labels)));
  }

  /** The address on which to listen. */
  InetSocketAddress address() {
    ServerConfig server = file == null ? ServerConfig.DEFAULT : file.server();
    return new InetSocketAddress(
        host == null ? server.host() : host, port == null ? server.port() : port);
  }

  /** The provider of the front. */
  FrontProvider front() {
    if (front != null) {
      return front;
    }
    String fromFile = file == null ? null : file.server().front();
    String name = named(frontName == null ? fromFile : frontName);
    return placed(() -> Transports.front(name, plugins()));
  }

  private static String named(@Nullable String given) {
    return given == null ? Transports.AUTO : given;
  }

  /** The class loader in which plug-ins are looked up. */
  private static ClassLoader plugins() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? GatewayDraft.class.getClassLoader() : context;
  }

  /** The limits of what a client may send to the gateway. */
  Limits limits() {
    if (limits != null) {
      return limits;
    }
    return file == null ? Limits.DEFAULT : file.server().limits();
  }

  /** The address for health and statistics, if they have an address of their own. */
  Optional<InetSocketAddress> adminAddress() {
    Optional<ServerConfig> set =
        Optional.ofNullable(admin).or(() -> file == null ? Optional.empty() : file.admin());
    return set.map(where -> new InetSocketAddress(where.host(), where.port()));
  }

  /**
   * Makes the parts; none of them is started.
   *
   * @throws InvalidConfigException if something is wrong; everything that was given or made is
   *     closed then
   * @throws IllegalStateException if an earlier start has used the objects that were given
   */
  GatewayParts parts() {
    if (started && (discovery != null || !sinks.isEmpty())) {
      throw new IllegalStateException(
          "this builder has been started once, and the objects that it was given belong to that"
              + " gateway; take a new builder, and new objects");
    }
    started = true;
    List<Runnable> closing = new ArrayList<>();
    if (discovery != null) {
      closing.add(new GuardedDiscovery(discovery, bounds)::close);
    }
    sinks.forEach(sink -> closing.add(new GuardedSink(sink)::close));
    try {
      return parts(closing);
    } catch (RuntimeException | Error e) {
      closing.forEach(Runnable::run);
      throw e;
    }
  }

  /** Adds to {@code closing} an action that closes each part that is made here. */
  private GatewayParts parts(List<Runnable> closing) {
    checkTogether();
    LiveSnapshot live = new LiveSnapshot(config(), tables());
    BackendDiscovery source = new GuardedDiscovery(discovery(), bounds);
    if (discovery == null) {
      closing.add(source::close);
    }
    List<StatsSink> made = configuredSinks();
    made.forEach(sink -> closing.add(new GuardedSink(sink)::close));
    StatsConfig set = file == null ? StatsConfig.DEFAULT : file.statsConfig();
    Stats stats =
        new Stats(
            new Sinks(Stream.concat(sinks.stream(), made.stream()).toList()),
            statsConfig == null ? set : statsConfig);
    return new GatewayParts(live, source, stats, upstream(), List.copyOf(filters));
  }

  /** Refuses settings that would be ignored because an object was given. */
  private void checkTogether() {
    if (discovery != null && !endpoints.isEmpty()) {
      throw new InvalidConfigException(
          "endpoints",
          "must not be given beside a discovery, which alone would be asked; have the discovery"
              + " report them, or leave it out");
    }
    if (table != null && !routes.isEmpty()) {
      throw new InvalidConfigException(
          "routes",
          "must not be given beside a route table, which alone would be asked; put them into the"
              + " table, or leave it out");
    }
  }

  /** The additions to every configuration of the gateway. */
  Additions additions() {
    return new Additions(routes, backends, defaultResponse);
  }

  private GatewayConfig config() {
    GatewayConfig start = new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND);
    if (base != null) {
      start = base;
    } else if (file != null) {
      start = file.gateway();
    }
    return additions().to(start);
  }

  private Function<List<Route>, RouteTable> tables() {
    RouteTable given = table;
    if (given == null) {
      return Plugins.tables(section("routing"));
    }
    List<Route> first = config().routes();
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

  private BackendDiscovery discovery() {
    if (discovery != null) {
      return discovery;
    }
    return endpoints.isEmpty()
        ? Plugins.discovery(section("discovery"))
        : new StaticDiscovery(endpoints);
  }

  /**
   * If sinks were given, the default sink is made only if it is on the path and no given sink can
   * report.
   */
  private List<StatsSink> configuredSinks() {
    Settings section = section("stats");
    boolean named = section.has("type") || section.has("sinks");
    boolean asked = sinks.stream().anyMatch(StatsSource.class::isInstance);
    boolean needed = named || sinks.isEmpty() || (!asked && Plugins.hasDefaultSink(section));
    return needed ? Plugins.sinks(section) : List.of();
  }

  private Upstream upstream() {
    if (upstream != null) {
      return Transports.upstream(upstream);
    }
    String fromFile = file == null ? null : file.upstream();
    String name = named(upstreamName == null ? fromFile : upstreamName);
    return placed(() -> Transports.upstream(name, plugins()));
  }

  /** Adds the place in the file to an error about a name that comes from the file. */
  private <T> T placed(Supplier<T> chosen) {
    try {
      return chosen.get();
    } catch (InvalidConfigException e) {
      throw file == null ? e : file.error(e.key(), e.problem());
    }
  }

  private Settings section(String name) {
    if (file == null) {
      return fromCode(name);
    }
    return switch (name) {
      case "routing" -> file.routing();
      case "discovery" -> file.discovery();
      default -> file.stats();
    };
  }
}
