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
import io.rgate.config.ServerConfig.Listener;
import io.rgate.config.ShutdownConfig;
import io.rgate.config.StatsConfig;
import io.rgate.runtime.balance.EndpointStates;
import io.rgate.runtime.discovery.StaticDiscoveryProvider;
import io.rgate.runtime.filter.Faults;
import io.rgate.runtime.health.HealthChecks;
import io.rgate.runtime.measure.GuardedSink;
import io.rgate.runtime.measure.Sinks;
import io.rgate.runtime.measure.Stats;
import io.rgate.runtime.plugin.Bounds;
import io.rgate.runtime.plugin.GuardedDiscovery;
import io.rgate.runtime.route.LiveSnapshot;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Balancer;
import io.rgate.spi.Observer;
import io.rgate.spi.RouteTable;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamProvider;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has been told, and how a gateway's parts are made of it: what was given as an
 * object goes before what the file says. For one thread.
 */
final class GatewayDraft {
  final List<Route> routes = new ArrayList<>();
  final List<Backend> backends = new ArrayList<>();
  final List<Endpoint> endpoints = new ArrayList<>();
  final List<Filter> filters = new ArrayList<>();
  final Map<String, Filter> namedFilters = new HashMap<>();
  @Nullable ConfigFile file;
  @Nullable GatewayConfig base;
  @Nullable DefaultResponse defaultResponse;
  @Nullable String host;
  @Nullable Integer port;
  @Nullable TlsSettings tls;
  final List<Listener> listeners = new ArrayList<>();
  @Nullable BackendDiscovery discovery;
  final List<StatsSink> sinks = new ArrayList<>();
  @Nullable StatsConfig statsConfig;
  @Nullable ServerConfig admin;
  final List<Observer> observers = new ArrayList<>();
  @Nullable Balancer balancer;
  @Nullable RouteTable table;
  @Nullable UpstreamProvider upstream;
  @Nullable String upstreamName;
  @Nullable UpstreamSettings upstreamSettings;
  Forwarding forwarding = Forwarding.DEFAULT;
  @Nullable Limits limits;
  @Nullable FrontProvider front;
  @Nullable String frontName;
  @Nullable Boolean reusePort;
  @Nullable Integer http2Streams;
  @Nullable ShutdownConfig shutdown;
  Bounds bounds = Bounds.DEFAULT;

  /** Says which requests a fault on purpose happens to. */
  Supplier<? extends RandomGenerator> random = ThreadLocalRandom::current;

  private boolean started;

  /** A section of what is said in Java, so that errors name their key as those of a file do. */
  static Settings said(String key) {
    return Settings.of(key, Map.of(), unknown -> null);
  }

  void addRoute(String pathPrefix, String backend, Forwarding how) {
    Settings section = said("routes[" + routes.size() + "]");
    routes.add(section.create(() -> new Route(pathPrefix, backend).withForwarding(how)));
  }

  void addBackend(String name, String... matchLabels) {
    requireNonNull(matchLabels, "matchLabels");
    Settings section = said("backends[" + backends.size() + "]");
    backends.add(
        section.create(
            () -> new Backend(name, Stream.of(matchLabels).map(LabelMatch::parse).toList())));
  }

  void addEndpoint(String url, Map<String, String> labels) {
    requireNonNull(url, "url");
    Settings section = said("endpoints[" + endpoints.size() + "]");
    endpoints.add(section.create(() -> StaticDiscoveryProvider.endpoint(url, labels)));
  }

  /** What listens. */
  FrontProvider front() {
    if (front != null) {
      return front;
    }
    String fromFile = file == null ? null : file.server().front();
    String name = named(frontName == null ? fromFile : frontName);
    return placed(() -> Transports.front(name, plugins()));
  }

  private static String named(@Nullable String given) {
    return given == null ? ServerConfig.AUTO : given;
  }

  /** Where plug-ins are looked for. */
  static ClassLoader plugins() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? GatewayDraft.class.getClassLoader() : context;
  }

  /** What a client may ask of the gateway. */
  Limits limits() {
    if (limits != null) {
      return limits;
    }
    return file == null ? Limits.DEFAULT : file.server().limits();
  }

  /** Whether other processes may listen on the same addresses. */
  boolean reusePort() {
    return reusePort == null ? file != null && file.server().reusePort() : reusePort;
  }

  /** How many requests a client may have under way on a connection of HTTP/2; 0 without it. */
  int http2Streams() {
    ServerConfig server = file == null ? ServerConfig.DEFAULT : file.server();
    return http2Streams == null ? server.http2Streams() : http2Streams;
  }

  /** How the gateway stops. */
  ShutdownConfig shutdown() {
    ShutdownConfig fromFile = file == null ? ShutdownConfig.DEFAULT : file.shutdown();
    return shutdown == null ? fromFile : shutdown;
  }

  /** Where health and statistics are answered, if not by the gateway itself. */
  Optional<InetSocketAddress> adminAddress() {
    Optional<ServerConfig> said =
        Optional.ofNullable(admin).or(() -> file == null ? Optional.empty() : file.admin());
    return said.map(where -> new InetSocketAddress(where.host(), where.port()));
  }

  /**
   * The parts, none of them started.
   *
   * @throws InvalidConfigException if something is wrong; then everything is closed, what was given
   *     and what was made here
   * @throws IllegalStateException if an earlier start has had the objects that were given
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

  /** Adds to {@code closing} how to close what is made here. */
  private GatewayParts parts(List<Runnable> closing) {
    checkTogether();
    DraftPlugins plugins = new DraftPlugins(this);
    closing.add(plugins::close);
    EndpointStates states = new EndpointStates();
    LiveSnapshot live = live(plugins, states);
    BackendDiscovery source = new GuardedDiscovery(plugins.discovery(), bounds);
    if (discovery == null) {
      closing.add(source::close);
    }
    List<StatsSink> made = plugins.sinks();
    made.forEach(sink -> closing.add(new GuardedSink(sink)::close));
    StatsConfig said = file == null ? StatsConfig.DEFAULT : file.statsConfig();
    Stats stats =
        new Stats(
            new Sinks(Stream.concat(sinks.stream(), made.stream()).toList()),
            statsConfig == null ? said : statsConfig,
            states::counts);
    Upstream sends = upstream();
    return new GatewayParts(
        live,
        source,
        stats,
        sends,
        new HealthChecks(sends, () -> live.current().pools()),
        plugins.filters(),
        plugins.observer(),
        new Faults(random),
        plugins::close);
  }

  private LiveSnapshot live(DraftPlugins plugins, EndpointStates states) {
    GatewayConfig start = config();
    Supplier<LiveSnapshot> made =
        () ->
            new LiveSnapshot(
                start, plugins.tables(), plugins::balancer, states, plugins.filterMaker());
    LiveSnapshot live = isOfFile() ? placed(made) : made.get();
    plugins.filterMaker().forgetPlaces();
    return live;
  }

  /** The file has no line for routes and backends that were added one by one. */
  boolean isOfFile() {
    return base == null && routes.isEmpty() && backends.isEmpty();
  }

  /** Refuses what would be ignored beside an object that was given. */
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

  /** What is added to every configuration that the gateway gets. */
  Additions additions() {
    return new Additions(routes, backends, defaultResponse);
  }

  /** The configuration of the start. */
  GatewayConfig config() {
    GatewayConfig start = new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND);
    if (base != null) {
      start = base;
    } else if (file != null) {
      start = file.gateway();
    }
    return additions().to(start);
  }

  private Upstream upstream() {
    UpstreamSettings said = file == null ? UpstreamSettings.DEFAULT : file.upstreamSettings();
    UpstreamSettings how = upstreamSettings == null ? said : upstreamSettings;
    String name = named(upstreamName == null && file != null ? file.upstream() : upstreamName);
    return placed(() ->
        Transports.upstream(upstream == null ? Transports.client(name, plugins()) : upstream, how));
  }

  /** A name that stands in the file is told with its place. */
  <T> T placed(Supplier<T> chosen) {
    try {
      return chosen.get();
    } catch (InvalidConfigException e) {
      ConfigFile read = file;
      throw read == null || e.location().isPresent()
          ? e
          : InvalidConfigException.of(
              e.problems().stream().map(each -> read.error(each.key(), each.problem())).toList());
    }
  }
}
