package io.rgate.discovery.docker.engine;

import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.discovery.docker.engine.Container.Port;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ports that containers expose and that Docker's lists omit: those of a container on the host's
 * network, on an internal network, or on a network of another driver. They do not change while a
 * container exists, so each container is inspected once for each connection. For one thread.
 */
final class ExposedPorts {
  private static final System.Logger LOG = System.getLogger(ExposedPorts.class.getName());

  private final Inspector inspector;
  private final Map<String, List<Port>> known = new HashMap<>();
  private boolean asks = true;

  ExposedPorts(Inspector inspector) {
    this.inspector = inspector;
  }

  /** Reads one container from an engine. */
  @FunctionalInterface
  interface Inspector {
    /** The container, empty if it no longer exists. */
    Optional<Container> inspect(String id) throws IOException, InterruptedException;
  }

  /** Called before a list of all containers; {@code ids} are in it. */
  void beginAll(Set<String> ids) {
    asks = true;
    known.keySet().retainAll(ids);
  }

  /** Called before a list of the containers that have changed. */
  void beginSome(Set<String> ids) {
    asks = true;
    ids.forEach(id -> known.remove(id, List.<Port>of()));
  }

  /** Returns {@code listed} with its ports; empty if it no longer exists. */
  Optional<Container> complete(Container listed) throws InterruptedException {
    List<Port> ports = known.get(listed.id());
    if (ports != null) {
      return Optional.of(listed.with(ports));
    }
    if (!asks) {
      return Optional.of(listed);
    }
    try {
      Optional<Container> inspected = inspector.inspect(listed.id());
      inspected
          .map(Container::ports)
          .filter(found -> found.stream().noneMatch(Port::published))
          .ifPresent(found -> known.put(listed.id(), found));
      return inspected;
    } catch (IOException e) {
      // An engine cannot inspect a container while its lock is held; other containers must not wait
      // for it.
      LOG.log(DEBUG, "container {0} is taken as listed: {1}", listed.shownName(), e.getMessage());
      known.put(listed.id(), List.of());
      asks = false;
      return Optional.of(listed);
    }
  }
}
