package io.rgate.runtime;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.config.ConfigFile;
import io.rgate.config.Limits;
import io.rgate.config.ServerConfig;
import io.rgate.config.StatsConfig;
import io.rgate.config.UpstreamClient;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.RouteTable;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
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
 * What a builder has been told, and how a gateway's parts are made of it: what was given as an
 * object goes before what the file says. For one thread.
 */
final class Draft {
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
  @Nullable Supplier<Upstream> upstream;
  Forwarding forwarding = Forwarding.DEFAULT;
  @Nullable Limits limits;
  @Nullable HttpServerProvider servers;

  /** A section of what is said in Java, so that errors name their key as those of a file do. */
  static Settings said(String key) {
    return Settings.of(key, Map.of(), unknown -> null);
  }

  void addRoute(String pathPrefix, String backend, Forwarding how) {
    Settings section = said("routes[" + routes.size() + "]");
    routes.add(section.create(() -> new Route(pathPrefix, backend, how)));
  }

  void addBackend(String name, String... matchLabels) {
    Settings section = said("backends[" + backends.size() + "]");
    backends.add(
        section.create(
            () -> new Backend(name, Stream.of(matchLabels).map(LabelMatch::parse).toList())));
  }

  void addEndpoint(String url, Map<String, String> labels) {
    Settings section = said("endpoints[" + endpoints.size() + "]");
    endpoints.add(section.create(() -> StaticDiscoveryProvider.endpoint(url, labels)));
  }

  /** Where to listen. */
  InetSocketAddress address() {
    ServerConfig server = file == null ? ServerConfig.DEFAULT : file.server();
    return new InetSocketAddress(
        host == null ? server.host() : host, port == null ? server.port() : port);
  }

  /** What makes the servers. */
  HttpServerProvider servers() {
    return servers == null ? HttpServerProvider.provider() : servers;
  }

  /** What a client may ask of the gateway. */
  Limits limits() {
    if (limits != null) {
      return limits;
    }
    return file == null ? Limits.DEFAULT : file.server().limits();
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
   * @throws io.rgate.api.InvalidConfigException if something is wrong; nothing is left open then
   */
  GatewayParts parts() {
    LiveSnapshot live = new LiveSnapshot(config(), tables());
    BackendDiscovery source = discovery();
    try {
      return new GatewayParts(live, source, stats(), upstream(), List.copyOf(filters));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private GatewayConfig config() {
    GatewayConfig start = new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND);
    if (base != null) {
      start = base;
    } else if (file != null) {
      start = file.gateway();
    }
    return new GatewayConfig(
        Stream.concat(start.routes().stream(), routes.stream()).toList(),
        Stream.concat(start.backends().stream(), backends.stream()).toList(),
        defaultResponse == null ? start.defaultResponse() : defaultResponse);
  }

  private Function<List<Route>, RouteTable> tables() {
    RouteTable given = table;
    return given == null ? Plugins.tables(section("routing")) : ignored -> given;
  }

  private BackendDiscovery discovery() {
    if (discovery != null) {
      return discovery;
    }
    return endpoints.isEmpty()
        ? Plugins.discovery(section("discovery"))
        : new StaticDiscovery(endpoints);
  }

  private Stats stats() {
    StatsConfig said = file == null ? StatsConfig.DEFAULT : file.statsConfig();
    return new Stats(
        new Sinks(sinks.isEmpty() ? Plugins.sinks(section("stats")) : sinks),
        statsConfig == null ? said : statsConfig);
  }

  private Upstream upstream() {
    if (upstream != null) {
      return upstream.get();
    }
    return SchemeUpstream.of(file == null ? UpstreamClient.AUTO : client(file));
  }

  private static UpstreamClient client(ConfigFile file) {
    return UpstreamClient.named(file.upstream())
        .orElseThrow(() ->
            file.error(
                "upstream.client",
                "must be auto, http_client or direct, was '" + file.upstream() + "'"));
  }

  private Settings section(String name) {
    if (file == null) {
      return said(name);
    }
    return switch (name) {
      case "routing" -> file.routing();
      case "discovery" -> file.discovery();
      default -> file.stats();
    };
  }
}
