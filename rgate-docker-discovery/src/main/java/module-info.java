/**
 * Finds endpoints among the containers of Docker Engines: {@code discovery.type: docker}.
 *
 * <p>It subscribes to an engine's events, lists the containers, and lists again those that events
 * name. A request never waits for Docker. While an engine is away, its last list stays in use.
 * Settings in the section {@code discovery}:
 *
 * <ul>
 *   <li>{@code host}, or {@code hosts} for several engines: {@code unix:///path}, {@code
 *       tcp://host:port} or {@code context:NAME}; default: the engine that Docker's command line
 *       would use, by {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, the current context, otherwise
 *       the first existing one of the usual sockets of Docker and Podman
 *   <li>{@code tls_certs}: the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for
 *       {@code tcp://}; default: no TLS, unless {@code DOCKER_TLS_VERIFY} or a context demands it
 *   <li>{@code address}: {@code auto} (default: the container's own address if this process is on
 *       its network, otherwise the published port), {@code published} or {@code container}
 *   <li>{@code network}: preferred for a container's own address; default: the first network that
 *       this process is on, too
 *   <li>{@code ignore_health}: whether unhealthy containers are used; default {@code false}
 *   <li>{@code resync}: after which time everything is listed again; default {@code 30s}
 *   <li>{@code timeout}: how long to wait for each answer of an engine; default {@code 10s}
 * </ul>
 *
 * <p>Labels of a container: {@code rgate.port}, {@code rgate.scheme} ({@code http} or {@code
 * https}), {@code rgate.network}, {@code rgate.address}, {@code rgate.weight} (0 to 1000, default
 * 1; 0 drains), {@code rgate.zone}. A container with another label {@code rgate.…} gets no
 * requests.
 *
 * @provides io.rgate.spi.BackendDiscoveryProvider {@code docker}
 */
module io.rgate.discovery.docker {
  requires transitive io.rgate.api;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  // Automatic modules: docker-java has no descriptors, but fixes these names in its manifests, and
  // the two jars share no package, so they work on the module path as they are.
  requires com.github.dockerjava.transport;
  requires com.github.dockerjava.transport.zerodep;

  exports io.rgate.discovery.docker;

  provides io.rgate.spi.BackendDiscoveryProvider with
      io.rgate.discovery.docker.DockerDiscoveryProvider;
}
