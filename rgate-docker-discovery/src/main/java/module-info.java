/**
 * Finds endpoints among the containers of a Docker Engine: {@code discovery.type: docker}.
 *
 * <p>It subscribes to the engine's events, lists the containers, and lists again what an event
 * names; a request never asks Docker. While the engine is away the last list stays in force.
 * Settings in the section {@code discovery}:
 *
 * <ul>
 *   <li>{@code host}: {@code unix:///path} or {@code tcp://host:port}; default: the environment's
 *       {@code DOCKER_HOST}, else {@code unix:///var/run/docker.sock}
 * </ul>
 *
 * @provides io.rgate.spi.BackendDiscoveryProvider {@code docker}
 */
module io.rgate.discovery.docker {
  requires transitive io.rgate.api;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  // Automatic modules: docker-java has no descriptors, but fixes these names in its manifests, and
  // the two jars share no package, so they work on the module path as they are.
  requires com.github.dockerjava.transport;
  requires com.github.dockerjava.transport.zerodep;

  exports io.rgate.discovery.docker;

  provides io.rgate.spi.BackendDiscoveryProvider with
      io.rgate.discovery.docker.DockerDiscoveryProvider;
}
