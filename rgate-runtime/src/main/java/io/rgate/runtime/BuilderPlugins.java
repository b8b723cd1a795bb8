package io.rgate.runtime;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.spi.HttpServerProvider;
import io.rgate.api.Filter;
import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Balancer;
import io.rgate.spi.Observer;
import io.rgate.spi.RouteTable;
import io.rgate.spi.StatsSink;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;

/** The part of a gateway's builder that takes plug-ins as objects or by their names. */
abstract sealed class BuilderPlugins permits BuilderListening {
  final GatewayDraft draft = new GatewayDraft();

  BuilderPlugins() {}

  final Gateway.Builder builder() {
    return (Gateway.Builder) this;
  }

  /** Finds endpoints by {@code given}; without it by the configured one, {@code docker}. */
  public Gateway.Builder discovery(BackendDiscovery given) {
    draft.discovery = requireNonNull(given, "given");
    return builder();
  }

  /**
   * Measures into {@code given} and into the configured sinks; {@code memory}, the default, is left
   * out if a given one is a {@link io.rgate.spi.StatsSource}. The first of these is asked.
   */
  public Gateway.Builder stats(StatsSink given) {
    draft.sinks.add(requireNonNull(given, "given"));
    return builder();
  }

  /**
   * Finds routes by {@code given} instead of the table {@code prefix}. It cannot be used together
   * with {@link Gateway.Builder#route}.
   */
  public Gateway.Builder routing(RouteTable given) {
    draft.table = requireNonNull(given, "given");
    return builder();
  }

  /** Adds a filter behind those that are there and behind those of the file; not closed here. */
  public Gateway.Builder filter(Filter filter) {
    draft.filters.add(requireNonNull(filter, "filter"));
    return builder();
  }

  /**
   * Gives {@code filter} a name by which routes, backends and the file refer to it, as they do to a
   * plug-in; it goes before a plug-in of that name and takes no settings. Not closed here.
   *
   * @throws InvalidConfigException if the name is blank, or was given before
   */
  public Gateway.Builder filter(String name, Filter filter) {
    requireNonNull(name, "name");
    requireNonNull(filter, "filter");
    if (name.isBlank()) {
      throw new InvalidConfigException("filters", "a filter's name must not be blank");
    }
    if (draft.namedFilters.putIfAbsent(name, filter) != null) {
      throw new InvalidConfigException(
          "filters", "'" + name + "' was given before; give each filter a name of its own");
    }
    return builder();
  }

  /**
   * Sends requests to endpoints through the upstream that {@code given} makes. Endpoints that it
   * does not support get theirs through the JDK's client.
   */
  public Gateway.Builder upstream(UpstreamProvider given) {
    draft.upstream = requireNonNull(given, "given");
    return builder();
  }

  /** Sends to endpoints through the upstream of that name; without it {@code auto}. */
  public Gateway.Builder upstream(String name) {
    draft.upstreamName = requireNonNull(name, "name");
    return builder();
  }

  /**
   * Speaks with origins like that: whether HTTP/2 is offered, and how TLS verifies them; in place
   * of what a file says.
   */
  public Gateway.Builder upstream(UpstreamSettings given) {
    draft.upstreamSettings = requireNonNull(given, "given");
    return builder();
  }

  /** Listens through what {@code given} makes. */
  public Gateway.Builder front(FrontProvider given) {
    draft.front = requireNonNull(given, "given");
    return builder();
  }

  /** Listens through the front of that name; without it {@code auto}. */
  public Gateway.Builder front(String name) {
    draft.frontName = requireNonNull(name, "name");
    return builder();
  }

  /** Listens through servers of {@code given}, which implement the JDK's API. */
  public Gateway.Builder httpServer(HttpServerProvider given) {
    return front(new JdkFrontProvider(requireNonNull(given, "given")));
  }

  /** Has {@code given} follow requests, beside those of the file; not closed here. */
  public Gateway.Builder observer(Observer given) {
    draft.observers.add(requireNonNull(given, "given"));
    return builder();
  }

  /**
   * Has {@code given} share out the requests to the backends that name no balancer; without it
   * {@code random} does. Not closed here.
   */
  public Gateway.Builder balancer(Balancer given) {
    draft.balancer = requireNonNull(given, "given");
    return builder();
  }
}
