/**
 * The gateway: reads a configuration, routes and forwards requests, measures them.
 *
 * <p>Applications start with {@link io.rgate.runtime.Gateway}. Plug-ins are found by {@link
 * java.util.ServiceLoader} and chosen by name in the configuration:
 *
 * <ul>
 *   <li>{@code discovery.type}, default {@code docker} (in rgate-docker-discovery); here: {@code
 *       static}
 *   <li>{@code stats.type}, default {@code memory} (in rgate-stats-memory); here: {@code none}
 *   <li>{@code routing.type}, default {@code prefix}, which is here
 *   <li>{@code server.front}, default {@code auto}: the front of another module (rgate-http), or
 *       {@code jdk}, the JDK's HttpServer, which is here
 *   <li>{@code upstream.client}, default {@code auto}: the upstream of another module (rgate-http),
 *       or {@code http_client}, the JDK's HttpClient, which is here
 * </ul>
 *
 * @uses io.rgate.spi.BackendDiscoveryProvider the source of endpoints
 * @uses io.rgate.spi.StatsSinkProvider the target of measurements
 * @uses io.rgate.spi.RouteTableProvider the choice of a route
 * @provides io.rgate.spi.BackendDiscoveryProvider {@code static}
 * @provides io.rgate.spi.StatsSinkProvider {@code none}
 * @provides io.rgate.spi.RouteTableProvider {@code prefix}
 */
module io.rgate.runtime {
  requires transitive io.rgate.api;
  requires transitive jdk.httpserver;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires java.net.http;
  requires org.yaml.snakeyaml;

  exports io.rgate.config;
  exports io.rgate.runtime;

  uses io.rgate.spi.BackendDiscoveryProvider;
  uses io.rgate.spi.BalancerProvider;
  uses io.rgate.spi.FilterProvider;
  uses io.rgate.spi.ObserverProvider;
  uses io.rgate.spi.RouteTableProvider;
  uses io.rgate.spi.StatsSinkProvider;
  uses io.rgate.transport.Front.Certificates.Provider;
  uses io.rgate.transport.FrontProvider;
  uses io.rgate.transport.UpstreamProvider;

  provides io.rgate.spi.BackendDiscoveryProvider with
      io.rgate.runtime.discovery.StaticDiscoveryProvider;
  provides io.rgate.spi.BalancerProvider with
      io.rgate.runtime.balancer.HashProvider,
      io.rgate.runtime.balancer.LatencyProvider,
      io.rgate.runtime.balancer.LeastRequestsProvider,
      io.rgate.runtime.balancer.PureRandomProvider,
      io.rgate.runtime.balancer.RandomBalancerProvider,
      io.rgate.runtime.balancer.RoundRobinProvider;
  provides io.rgate.spi.RouteTableProvider with
      io.rgate.runtime.route.PrefixRouteTableProvider;
  provides io.rgate.spi.StatsSinkProvider with
      io.rgate.runtime.measure.NoStatsProvider;
}
