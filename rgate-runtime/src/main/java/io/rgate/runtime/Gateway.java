package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.StatsSnapshot;
import io.rgate.config.ConfigFile;
import io.rgate.config.Limits;
import io.rgate.config.ServerConfig;
import io.rgate.config.StatsConfig;
import io.rgate.config.UpstreamClient;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.RouteTable;
import io.rgate.spi.StatsSink;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

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
  private static final Duration DRAIN = Duration.ofSeconds(10);

  static {
    // Before any class of the JDK's server and client reads its settings, if the application's own
    // code has not been earlier: whoever names this class, be it for a builder, has them set.
    JdkHttp.hostCanBeSet();
  }

  private final GatewayParts parts;
  private final Fronts fronts;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(GatewayParts parts, Fronts fronts) {
    this.parts = parts;
    this.fronts = fronts;
  }

  /** A builder with every default in force. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts what {@code draft} describes; what was opened is closed again if that fails. */
  private static Gateway start(Draft draft) {
    GatewayParts parts = draft.parts();
    try {
      return new Gateway(parts, Fronts.start(parts, draft));
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /** The port that the gateway listens on; the one chosen if 0 was asked for. */
  public int port() {
    return fronts.port();
  }

  /** The port of the address that {@code admin} names; empty if there is none. */
  public OptionalInt adminPort() {
    return fronts.adminPort();
  }

  /**
   * The traffic so far.
   *
   * @throws IllegalStateException if no sink in force can be asked
   * @throws io.rgate.spi.StatsUnavailableException if the sink cannot tell now
   */
  public StatsSnapshot stats() {
    return parts.stats().snapshot();
  }

  /** The exchanges that are being served. */
  InFlight inFlight() {
    return fronts.inFlight();
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
    if (!fronts.stop(DRAIN)) {
      LOG.log(WARNING, "stopping: {0} requests were cut off", inFlight().count());
    }
    parts.close();
    LOG.log(INFO, "stopped");
  }

  /**
   * Collects what a gateway is made of. What is said here goes before what a configuration file
   * says; objects given here belong to the gateway, which closes them. For one thread, for one
   * gateway.
   */
  public static final class Builder {
    private final Draft draft = new Draft();

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
      draft.file = read;
      return this;
    }

    /** Takes routes, backends and default response from {@code config}. */
    public Builder config(GatewayConfig config) {
      draft.base = config;
      return this;
    }

    /**
     * Adds a route that forwards as {@link #forwarding} has said, or by default.
     *
     * @throws io.rgate.api.InvalidConfigException if the prefix does not start with {@code /}
     */
    public Builder route(String pathPrefix, String backend) {
      return route(pathPrefix, backend, draft.forwarding);
    }

    /** Adds a route that forwards in a way of its own. */
    public Builder route(String pathPrefix, String backend, Forwarding forwarding) {
      draft.addRoute(pathPrefix, backend, forwarding);
      return this;
    }

    /** Has the routes that are added to this builder from here on forward in that way. */
    public Builder forwarding(Forwarding forwarding) {
      draft.forwarding = forwarding;
      return this;
    }

    /** Limits what a client may ask; without it {@link Limits#DEFAULT}. */
    public Builder limits(Limits limits) {
      draft.limits = limits;
      return this;
    }

    /**
     * Adds a backend of the endpoints that carry all of the labels, each {@code KEY=VALUE} or a
     * bare {@code KEY}.
     *
     * @throws io.rgate.api.InvalidConfigException if there is no label
     */
    public Builder backend(String name, String... matchLabels) {
      draft.addBackend(name, matchLabels);
      return this;
    }

    /** Answers requests that no route matches; without it they get 404. */
    public Builder defaultResponse(int status, String body) {
      draft.defaultResponse =
          Draft.said("default_response").create(() -> new DefaultResponse(status, body));
      return this;
    }

    /**
     * Adds an endpoint that is known beforehand; the first one puts the configured discovery out of
     * use.
     *
     * @throws io.rgate.api.InvalidConfigException if the URL is not {@code http(s)://HOST:PORT}
     */
    public Builder endpoint(String url, Map<String, String> labels) {
      draft.addEndpoint(url, labels);
      return this;
    }

    /** Finds endpoints by {@code given}; without it by the configured one, {@code docker}. */
    public Builder discovery(BackendDiscovery given) {
      draft.discovery = given;
      return this;
    }

    /**
     * Measures into {@code given} too; without one into what is configured, {@code memory}. The
     * first that is a {@link io.rgate.spi.StatsSource} is asked.
     */
    public Builder stats(StatsSink given) {
      draft.sinks.add(given);
      return this;
    }

    /** Tells and measures as {@code config} says; without it as {@link StatsConfig#DEFAULT}. */
    public Builder statsConfig(StatsConfig config) {
      draft.statsConfig = config;
      return this;
    }

    /** Answers {@code /health}, {@code /ready} and the statistics on that address only. */
    public Builder admin(String name, int number) {
      draft.admin = Draft.said("admin").create(() -> new ServerConfig(name, number));
      return this;
    }

    /** Finds routes by {@code given}; without it by the configured one, {@code prefix}. */
    public Builder routing(RouteTable given) {
      draft.table = given;
      return this;
    }

    /** Adds a filter behind those that are there. */
    public Builder filter(Filter filter) {
      draft.filters.add(filter);
      return this;
    }

    /** Forwards by {@code client}; without it by the configured one, {@code auto}. */
    public Builder upstream(UpstreamClient client) {
      draft.upstream = () -> SchemeUpstream.of(client);
      return this;
    }

    /** Forwards by what {@code factory} makes; for the tests that every implementation passes. */
    Builder upstream(Supplier<Upstream> factory) {
      draft.upstream = factory;
      return this;
    }

    /** Listens through servers of {@code given}; without it through those of the JDK. */
    public Builder httpServer(HttpServerProvider given) {
      draft.servers = given;
      return this;
    }

    /** Listens on that address; without it on all of them. */
    public Builder host(String name) {
      draft.host = name;
      return this;
    }

    /** Listens on that port, 0 for any free one; without it on 8080. */
    public Builder port(int number) {
      // Checked as that of a file is.
      draft.port = new ServerConfig(ServerConfig.DEFAULT.host(), number).port();
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
      return Gateway.start(draft);
    }
  }
}
