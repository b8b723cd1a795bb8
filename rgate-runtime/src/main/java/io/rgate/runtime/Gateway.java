package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.sun.net.httpserver.HttpServer;
import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Endpoint;
import io.rgate.api.Filter;
import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.api.StatsSnapshot;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.RouteTable;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway. Several of them in one process share nothing.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder().config(Path.of("rgate.yml")).port(8080).start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final int BACKLOG = 1024;
  private static final Duration FIRST_REPORT = Duration.ofSeconds(2);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  static {
    // Before any class of the JDK's server and client reads its settings, if the application's own
    // code has not been earlier: whoever names this class, be it for a builder, has them set.
    JdkHttp.hostCanBeSet();
  }

  private final GatewayParts parts;
  private final Upstream upstream = new HttpClientUpstream(Timeouts.DEFAULT);
  private final InFlight inFlight = new InFlight();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(GatewayParts parts, InetSocketAddress address) {
    this.parts = parts;
    this.server = bind(address);
    server.setExecutor(executor);
    server.createContext("/", parts.exchangeHandler(upstream, inFlight));
  }

  /** A builder with every default in force. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts what {@code parts} hold; what was opened is closed again if that fails. */
  static Gateway start(GatewayParts parts, InetSocketAddress address) {
    try {
      Gateway gateway = new Gateway(parts, address);
      gateway.open();
      return gateway;
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private void open() {
    parts.discovery().start(parts.live());
    try {
      parts.live().awaitFirstReport(FIRST_REPORT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.start();
    LOG.log(INFO, "listening on {0}", server.getAddress());
  }

  private static HttpServer bind(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new UncheckedIOException(
          new IOException("cannot listen on " + address.getHostString() + ": no such host"));
    }
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      String where = address.getHostString() + ":" + address.getPort();
      throw new UncheckedIOException(
          new IOException(
              "cannot listen on "
                  + where
                  + ": "
                  + e.getMessage()
                  + "; choose another port, or 0 for any free one",
              e));
    }
  }

  /** The port that the gateway listens on; the one chosen if 0 was asked for. */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * The traffic so far.
   *
   * @throws IllegalStateException if the sink in force cannot be asked
   */
  public StatsSnapshot stats() {
    if (parts.sink() instanceof StatsSource source) {
      return source.snapshot();
    }
    throw new IllegalStateException(
        "the sink " + parts.sink().getClass().getName() + " is no StatsSource");
  }

  /**
   * Puts {@code config} into force for every request that comes from now on; requests under way
   * keep what they have found.
   *
   * @throws io.rgate.api.InvalidConfigException if the route table refuses it; the old one stays
   */
  public void reload(GatewayConfig config) {
    parts.live().reload(config);
  }

  /**
   * Stops: requests under way are finished, for ten seconds at most, and every response says that
   * its connection ends; then the port is free, and discovery and sink are closed. Further calls do
   * nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!inFlight.drain(DRAIN)) {
      LOG.log(WARNING, "stopping: {0} requests are cut off", inFlight.count());
    }
    server.stop(0);
    executor.shutdownNow();
    upstream.close();
    parts.close();
    LOG.log(INFO, "stopped");
  }

  /**
   * Collects what a gateway is made of. What is said here goes before what a configuration file
   * says; objects given here belong to the gateway, which closes them. For one thread, for one
   * gateway.
   */
  public static final class Builder {
    private @Nullable ConfigFile file;
    private @Nullable GatewayConfig base;
    private @Nullable DefaultResponse defaultResponse;
    private @Nullable String host;
    private @Nullable Integer port;
    private @Nullable BackendDiscovery discovery;
    private @Nullable StatsSink sink;
    private @Nullable RouteTable table;
    private final List<Route> routes = new ArrayList<>();
    private final List<Backend> backends = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();

    private Builder() {}

    /**
     * Reads {@code file}.
     *
     * @throws io.rgate.api.InvalidConfigException if it cannot be read or is wrong
     */
    public Builder config(Path path) {
      return config(ConfigFile.read(path));
    }

    /** Takes routes, backends, default response, server and plug-in settings from {@code read}. */
    public Builder config(ConfigFile read) {
      file = read;
      return this;
    }

    /** Takes routes, backends and default response from {@code config}. */
    public Builder config(GatewayConfig config) {
      base = config;
      return this;
    }

    /**
     * Adds a route.
     *
     * @throws io.rgate.api.InvalidConfigException if the prefix does not start with {@code /}
     */
    public Builder route(String pathPrefix, String backend) {
      routes.add(under("routes[" + routes.size() + "]", () -> new Route(pathPrefix, backend)));
      return this;
    }

    /**
     * Adds a backend of the endpoints that carry all of the labels, each {@code KEY=VALUE} or a
     * bare {@code KEY}.
     *
     * @throws io.rgate.api.InvalidConfigException if there is no label
     */
    public Builder backend(String name, String... matchLabels) {
      String key = "backends[" + backends.size() + "]";
      backends.add(
          under(
              key,
              () -> new Backend(name, Stream.of(matchLabels).map(LabelMatch::parse).toList())));
      return this;
    }

    /** Answers requests that no route matches; without it they get 404. */
    public Builder defaultResponse(int status, String body) {
      defaultResponse = under("default_response", () -> new DefaultResponse(status, body));
      return this;
    }

    /**
     * Adds an endpoint that is known beforehand; the first one puts the configured discovery out of
     * use.
     *
     * @throws io.rgate.api.InvalidConfigException if the URL is not {@code http(s)://HOST:PORT}
     */
    public Builder endpoint(String url, Map<String, String> labels) {
      String key = "endpoints[" + endpoints.size() + "]";
      endpoints.add(under(key, () -> StaticDiscoveryProvider.endpoint(url, labels)));
      return this;
    }

    /** Finds endpoints by {@code given}; without it by the configured one, {@code docker}. */
    public Builder discovery(BackendDiscovery given) {
      discovery = given;
      return this;
    }

    /** Measures into {@code given}; without it into the configured one, {@code memory}. */
    public Builder stats(StatsSink given) {
      sink = given;
      return this;
    }

    /** Finds routes by {@code given}; without it by the configured one, {@code prefix}. */
    public Builder routing(RouteTable given) {
      table = given;
      return this;
    }

    /** Adds a filter behind those that are there. */
    public Builder filter(Filter filter) {
      filters.add(filter);
      return this;
    }

    /** Listens on that address; without it on all of them. */
    public Builder host(String name) {
      host = name;
      return this;
    }

    /** Listens on that port, 0 for any free one; without it on 8080. */
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new InvalidConfigException("port", "must be 0 to 65535, was " + number);
      }
      port = number;
      return this;
    }

    /**
     * Starts the gateway. It waits up to two seconds for the first word of the discovery, and
     * serves whatever that is.
     *
     * @throws io.rgate.api.InvalidConfigException if the configuration is wrong
     * @throws UncheckedIOException if the address cannot be listened on
     */
    public Gateway start() {
      ServerConfig server = file == null ? ServerConfig.DEFAULT : file.server();
      InetSocketAddress address =
          new InetSocketAddress(
              host == null ? server.host() : host, port == null ? server.port() : port);
      return Gateway.start(parts(), address);
    }

    private GatewayParts parts() {
      LiveSnapshot live = new LiveSnapshot(gatewayConfig(), tables());
      return new GatewayParts(live, discovery(), sink(), List.copyOf(filters));
    }

    private GatewayConfig gatewayConfig() {
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

    private StatsSink sink() {
      return sink == null ? Plugins.sink(section("stats")) : sink;
    }

    private Settings section(String name) {
      if (file == null) {
        return Settings.of(name, Map.of(), key -> null);
      }
      return switch (name) {
        case "routing" -> file.routing();
        case "discovery" -> file.discovery();
        default -> file.stats();
      };
    }

    private static <T> T under(String key, Supplier<T> value) {
      try {
        return value.get();
      } catch (InvalidConfigException e) {
        throw e.under(key);
      }
    }
  }
}
