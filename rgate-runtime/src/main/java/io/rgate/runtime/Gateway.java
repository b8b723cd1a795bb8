package io.rgate.runtime;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.Limits;
import io.rgate.api.StatsSnapshot;
import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig;
import io.rgate.config.ShutdownConfig;
import io.rgate.config.StatsConfig;
import io.rgate.runtime.measure.InFlight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running gateway, for use by several threads. Several of them in one process share nothing.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder().config(Path.of("rgate.yml")).start()) { ... }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private final GatewayParts parts;
  private final Fronts fronts;
  private final Additions additions;
  private final ShutdownConfig shutdown;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(GatewayParts parts, GatewayDraft draft) {
    this.parts = parts;
    this.additions = draft.additions();
    this.shutdown = draft.shutdown();
    this.fronts = Fronts.start(parts, draft);
  }

  /** A builder with every default in force. */
  public static Builder builder() {
    return new Builder();
  }

  /** The first port that the gateway listens on; the one chosen if 0 was asked for. */
  public int port() {
    return fronts.ports().getFirst();
  }

  /** All ports that the gateway listens on for clients, in the order of the configuration. */
  public List<Integer> ports() {
    return fronts.ports();
  }

  /** The port of the address that {@code admin} names; empty if there is none. */
  public OptionalInt adminPort() {
    return fronts.adminPort();
  }

  /**
   * The traffic so far.
   *
   * @throws IllegalStateException if no sink in force can be asked
   * @throws io.rgate.spi.StatsSource.StatsUnavailableException if the sink cannot tell now
   */
  public StatsSnapshot stats() {
    return parts.stats().snapshot();
  }

  InFlight inFlight() {
    return fronts.inFlight();
  }

  /**
   * Puts into force what a start with {@code config} would have, for every request that comes from
   * now on: what the builder was told one by one stays, all else is replaced. Requests under way
   * keep what they have found.
   *
   * @throws io.rgate.api.InvalidConfigException if it is refused, also for routes that differ from
   *     those of a route table that was given as an object; the old configuration stays
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
   * Stops as {@link Builder#shutdown} has said: during the grace {@code /ready} says no and
   * everything is served as before. After it new connections are refused, every response says that
   * its connection ends, and requests under way are finished as long as the drain lasts; the rest
   * is cut off. Then the port is free, and discovery and sinks are closed. One that does not close
   * in time is named in the log and left alone. Further calls do nothing. An interrupt ends the
   * waiting.
   */
  @Override
  public void close() {
    close(shutdown.drain());
  }

  /**
   * Stops as {@link #close()} does, but requests under way may take {@code drain} after the grace;
   * with zero they are cut off at once.
   *
   * @throws io.rgate.api.InvalidConfigException if {@code drain} is negative or longer than 365
   *     days
   */
  public void close(Duration drain) {
    ShutdownConfig how =
        GatewayDraft.said("shutdown").create(() -> new ShutdownConfig(shutdown.grace(), drain));
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!fronts.stop(how)) {
      LOG.log(WARNING, "stopping: {0} requests were cut off", inFlight().count());
    }
    parts.close();
    LOG.log(INFO, "stopped");
  }

  /**
   * Collects what a gateway is made of. Values set here override those of the configuration file. A
   * discovery and sinks given here belong to the gateway from {@link #start} on, which closes them,
   * also if it cannot start. For one thread, for one gateway; nulls are refused.
   */
  public static final class Builder extends BuilderListening {
    private Builder() {}

    /** Reads a file, as {@link ConfigFile#read} does. */
    public Builder config(Path path) {
      return config(ConfigFile.read(requireNonNull(path, "path")));
    }

    /** Takes routes, backends, default response, server and plug-in settings from {@code read}. */
    public Builder config(ConfigFile read) {
      draft.file = requireNonNull(read, "read");
      return this;
    }

    /** Takes routes, backends and default response from {@code config}, not from the file. */
    public Builder config(GatewayConfig config) {
      draft.base = requireNonNull(config, "config");
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

    /** Has the routes that are added from here on forward in that way. */
    public Builder forwarding(Forwarding forwarding) {
      draft.forwarding = requireNonNull(forwarding, "forwarding");
      return this;
    }

    /** Limits what a client may ask; without it {@link Limits#DEFAULT}. */
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

    /** Answers requests that no route matches; without it they get 404. */
    public Builder defaultResponse(int status, String body) {
      draft.defaultResponse =
          GatewayDraft.said("default_response").create(() -> new DefaultResponse(status, body));
      return this;
    }

    /**
     * Adds an endpoint that is known beforehand, in place of the configured discovery; beside a
     * given one it is an error at the start.
     *
     * @throws io.rgate.api.InvalidConfigException if the URL is not {@code http(s)://HOST:PORT}
     */
    public Builder endpoint(String url, Map<String, String> labels) {
      draft.addEndpoint(url, labels);
      return this;
    }

    /** Tells and measures as {@code config} says; without it as {@link StatsConfig#DEFAULT}. */
    public Builder statsConfig(StatsConfig config) {
      draft.statsConfig = requireNonNull(config, "config");
      return this;
    }

    /** Answers {@code /health}, {@code /ready} and the statistics on that address only. */
    public Builder admin(String name, int number) {
      requireNonNull(name, "name");
      draft.admin = GatewayDraft.said("admin").create(() -> new ServerConfig(name, number));
      return this;
    }

    /**
     * Stops in that way; without it without grace and with a drain of 10 seconds. See {@link
     * Gateway#close()}.
     *
     * @throws io.rgate.api.InvalidConfigException if one is negative or longer than 365 days
     */
    public Builder shutdown(Duration grace, Duration drain) {
      draft.shutdown = GatewayDraft.said("shutdown").create(() -> new ShutdownConfig(grace, drain));
      return this;
    }

    /**
     * Starts the gateway. It waits up to two seconds for the first report of the discovery, and
     * then serves the endpoints that are known.
     *
     * @throws io.rgate.api.InvalidConfigException if the configuration is wrong, or a plug-in fails
     * @throws java.io.UncheckedIOException if the address cannot be listened on
     */
    public Gateway start() {
      GatewayParts parts = draft.parts();
      try {
        return new Gateway(parts, draft);
      } catch (RuntimeException | Error e) {
        parts.close();
        throw e;
      }
    }
  }
}
