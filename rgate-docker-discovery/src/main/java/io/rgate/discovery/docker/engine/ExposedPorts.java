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
 * Ports that containers expose and that Docker's lists leave out: those of a container on the
 * host's network, on an internal network, or on one of another driver. They do not change while a
 * container exists, so each container is inspected once for a connection. For one thread.
 */
final class ExposedPorts {
  private static final System.Logger LOG = System.getLogger(ExposedPorts.class.getName());

  private final Inspector inspector;
  private final Map<String, List<Port>> known = new HashMap<>();
  private boolean asks = true;

  ExposedPorts(Inspector inspector) {
    this.inspector = inspector;
  }

  /** Asks an engine for one container. */
  @FunctionalInterface
  interface Inspector {
    /** The container, empty if it is gone. */
    Optional<Container> inspect(String id) throws IOException, InterruptedException;
  }

  /** A list of all containers begins; {@code ids} are in it. */
  void beginAll(Set<String> ids) {
    asks = true;
    known.keySet().retainAll(ids);
  }

  /** A list of containers begins to which something has happened. */
  void beginSome(Set<String> ids) {
    asks = true;
    ids.forEach(id -> known.remove(id, List.<Port>of()));
  }

  /** {@code listed} with its ports; empty if it is gone by now. */
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
      // An engine cannot inspect a container whose lock is held; the others must not wait for it.
      LOG.log(DEBUG, "container {0} is taken as listed: {1}", listed.shownName(), e.getMessage());
      known.put(listed.id(), List.of());
      asks = false;
      return Optional.of(listed);
    }
  }
}
