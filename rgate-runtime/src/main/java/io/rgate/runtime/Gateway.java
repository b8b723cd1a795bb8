package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Limits;
import io.rgate.api.StatsSnapshot;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig;
import io.rgate.config.StatsConfig;
import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.runtime.measure.InFlight;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.RouteTable;
import io.rgate.spi.StatsSink;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running gateway, for use by several threads. Several gateways in one process share nothing.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder().config(Path.of("rgate.yml")).start()) { ... }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final GatewayParts parts;
  private final Fronts fronts;
  private final Additions additions;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(GatewayParts parts, Fronts fronts, Additions additions) {
    this.parts = parts;
    this.fronts = fronts;
    this.additions = additions;
  }

  /** A builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The port on which the gateway listens; the chosen one if the setting was 0. */
  public int port() {
    return fronts.port();
  }

  /** The port of the admin address; empty if there is none. */
  public OptionalInt adminPort() {
    return fronts.adminPort();
  }

  /**
   * The traffic so far.
   *
   * @throws IllegalStateException if no sink can report statistics
   * @throws io.rgate.spi.StatsUnavailableException if the sink cannot report now
   */
  public StatsSnapshot stats() {
    return parts.stats().snapshot();
  }

  InFlight inFlight() {
    return fronts.inFlight();
  }

  /**
   * Applies {@code config} to every request that comes from now on, as if the gateway had been
   * started with it. Additions to the builder stay, all else is replaced. Requests under way are
   * not affected.
   *
   * @throws io.rgate.api.InvalidConfigException if {@code config} is refused, also because its
   *     routes differ from those of a given route table; the old configuration stays
   * @throws IllegalStateException if the gateway is closed
   */
  public void reload(GatewayConfig config) {
    requireNonNull(config, "config");
    if (closed.get()) {
      throw new IllegalStateException("the gateway is closed");
    }
    parts.live().reload(additions.to(config));
  }

  /**
   * Stops. Requests under way are finished, for ten seconds at most, and every response ends its
   * connection. Then the port is freed, and discovery and sinks are closed. A plug-in that does not
   * close in time is named in the log and not waited for. Further calls do nothing.
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
   * Collects the settings of a gateway. They have precedence over a configuration file. From {@link
   * #start} on, the gateway owns a given discovery and given sinks and closes them, also if it
   * cannot start. For one thread and one gateway; nulls are refused.
   */
  public static final class Builder {
    final GatewayDraft draft = new GatewayDraft();

    private Builder() {}

    /** Reads a file, as {@link ConfigFile#read} does. */
    public Builder config(Path path) {
      return config(ConfigFile.read(requireNonNull(path, "path")));
    }

    /** Uses routes, backends, default response, server and plug-in settings of {@code read}. */
    public Builder config(ConfigFile read) {
      draft.file = requireNonNull(read, "read");
      return this;
    }

    /** Uses routes, backends and default response of {@code config}, not those of the file. */
    public Builder config(GatewayConfig config) {
      draft.base = requireNonNull(config, "config");
      return this;
    }

    /**
     * Adds a route with the forwarding that {@link #forwarding} has set, or the default.
     *
     * @throws io.rgate.api.InvalidConfigException if the prefix does not start with {@code /}
     */
    public Builder route(String pathPrefix, String backend) {
      return route(pathPrefix, backend, draft.forwarding);
    }

    /** Adds a route with forwarding of its own. */
    public Builder route(String pathPrefix, String backend, Forwarding forwarding) {
      draft.addRoute(pathPrefix, backend, forwarding);
      return this;
    }

    /** Sets the forwarding of the routes that are added after this call. */
    public Builder forwarding(Forwarding forwarding) {
      draft.forwarding = requireNonNull(forwarding, "forwarding");
      return this;
    }

    /** Limits what a client may send; the default is {@link Limits#DEFAULT}. */
    public Builder limits(Limits limits) {
      draft.limits = requireNonNull(limits, "limits");
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

    /** Sets the answer to requests that no route matches; the default is 404. */
    public Builder defaultResponse(int status, String body) {
      draft.defaultResponse =
          GatewayDraft.fromCode("default_response").create(() -> new DefaultResponse(status, body));
      return this;
    }

    /**
     * Adds a fixed endpoint, in place of the configured discovery. Together with a given discovery
     * it is an error at the start.
     *
     * @throws io.rgate.api.InvalidConfigException if the URL is not {@code http(s)://HOST:PORT}
     */
    public Builder endpoint(String url, Map<String, String> labels) {
      draft.addEndpoint(url, labels);
      return this;
    }

    /** Finds endpoints with {@code given}; the default is the configured discovery. */
    public Builder discovery(BackendDiscovery given) {
      draft.discovery = requireNonNull(given, "given");
      return this;
    }

    /**
     * Sends samples to {@code given} and to the configured sinks. The default {@code memory} is
     * left out if a given sink is a {@link io.rgate.spi.StatsSource}. The first source reports.
     */
    public Builder stats(StatsSink given) {
      draft.sinks.add(requireNonNull(given, "given"));
      return this;
    }

    /** Sets path and content of statistics; the default is {@link StatsConfig#DEFAULT}. */
    public Builder statsConfig(StatsConfig config) {
      draft.statsConfig = requireNonNull(config, "config");
      return this;
    }

    /** Answers {@code /health}, {@code /ready} and the statistics on that address only. */
    public Builder admin(String name, int number) {
      requireNonNull(name, "name");
      draft.admin = GatewayDraft.fromCode("admin").create(() -> new ServerConfig(name, number));
      return this;
    }

    /** Finds routes with {@code given}; {@link #route} is refused then. */
    public Builder routing(RouteTable given) {
      draft.table = requireNonNull(given, "given");
      return this;
    }

    /** Adds a filter after those that are there. */
    public Builder filter(Filter filter) {
      draft.filters.add(requireNonNull(filter, "filter"));
      return this;
    }

    /**
     * Sends to endpoints with the upstream of {@code given}, and with the JDK's client to endpoints
     * that it does not support.
     */
    public Builder upstream(UpstreamProvider given) {
      draft.upstream = requireNonNull(given, "given");
      return this;
    }

    /** Sends to endpoints with the upstream of that name; the default is {@code auto}. */
    public Builder upstream(String name) {
      draft.upstreamName = requireNonNull(name, "name");
      return this;
    }

    /** Listens with the front of {@code given}. */
    public Builder front(FrontProvider given) {
      draft.front = requireNonNull(given, "given");
      return this;
    }

    /** Listens with the front of that name; the default is {@code auto}. */
    public Builder front(String name) {
      draft.frontName = requireNonNull(name, "name");
      return this;
    }

    /** Listens with servers of {@code given}, which implement the JDK's API. */
    public Builder httpServer(HttpServerProvider given) {
      return front(new JdkFrontProvider(requireNonNull(given, "given")));
    }

    /** Listens on that address; the default is all addresses. */
    public Builder host(String name) {
      draft.host = requireNonNull(name, "name");
      return this;
    }

    /** Listens on that port, 0 for any free port; the default is 8080. */
    public Builder port(int number) {
      // Checked like the port in a file.
      draft.port = new ServerConfig(ServerConfig.DEFAULT.host(), number).port();
      return this;
    }

    /**
     * Starts the gateway. It waits up to two seconds for the first report of the discovery, and
     * starts to serve even if none comes.
     *
     * @throws io.rgate.api.InvalidConfigException if the configuration is wrong, or a plug-in fails
     * @throws java.io.UncheckedIOException if the gateway cannot listen on the address
     */
    public Gateway start() {
      GatewayParts parts = draft.parts();
      try {
        return new Gateway(parts, Fronts.start(parts, draft), draft.additions());
      } catch (RuntimeException | Error e) {
        parts.close();
        throw e;
      }
    }
  }
}
