package io.rgate.discovery.docker.watch;

import static java.lang.System.Logger.Level.INFO;

import io.rgate.discovery.docker.engine.Container;
import io.rgate.discovery.docker.place.Placement;
import io.rgate.discovery.docker.place.Placer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The containers of one engine, with the decision about each. For one thread. */
final class Fleet {
  private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

  /** A container that still runs after this time was not stopped by its signal. */
  private static final long STOPPING = 600_000_000_000L;

  /** More kinds of notes than this would not be read, so they are not logged. */
  private static final int MANY = 100;

  private final LongSupplier nanoTime;
  private final Set<String> notes = new HashSet<>();
  private Map<String, Placement> placements = new LinkedHashMap<>();
  private @Nullable Placer placer;

  /**
   * When each of those containers was told to stop or ended; lists do not report that, or report it
   * late.
   */
  private final Map<String, Long> stopping = new HashMap<>();

  Fleet(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Begins a connection. A container that was told to stop before may have started again while
   * there was no connection. To leave it out would be worse than to send a request to one that is
   * stopping.
   */
  void begin(Placer next) {
    placer = next;
    stopping.clear();
  }

  /** Replaces all containers by the full list. */
  void replace(List<Container> containers) {
    placer().forgetReach();
    Map<String, Placement> before = placements;
    placements = new LinkedHashMap<>();
    for (Container container : containers) {
      placements.put(container.id(), place(container, before.get(container.id())));
    }
    stopping.keySet().retainAll(placements.keySet());
  }

  /** Replaces the containers {@code ids} by {@code found}; those that are not found are removed. */
  void update(Collection<String> ids, List<Container> found) {
    placer().nextRound();
    Map<String, Container> byId = new LinkedHashMap<>();
    found.forEach(container -> byId.put(container.id(), container));
    for (String id : ids) {
      Container container = byId.get(id);
      if (container == null) {
        placements.remove(id);
        stopping.remove(id);
      } else {
        placements.put(id, place(container, placements.get(id)));
      }
    }
  }

  /** Called when the container was told to stop, or has ended; it is removed at once. */
  void stopping(String id) {
    stopping.put(id, nanoTime.getAsLong());
    Placement known = placements.get(id);
    if (known != null) {
      placements.put(id, place(known.container(), known));
    }
  }

  /** Called when the container has started again. */
  void notStopping(String id) {
    stopping.remove(id);
  }

  private Placer placer() {
    return Objects.requireNonNull(placer, "a connection has begun");
  }

  private Placement place(Container container, @Nullable Placement before) {
    if (isStopping(container)) {
      return Placement.rejected(container, "stopping");
    }
    Placement now = placer().place(container);
    if (before != null && now.equals(before)) {
      // The same object, so that the comparison of the old list with the new one is fast.
      return before;
    }
    if (!now.note().isEmpty() && notes.size() < MANY && notes.add(now.note())) {
      // Once for all containers that have the same note about ports.
      LOG.log(
          INFO,
          "container {0}, and those with the same ports: TCP ports {1}",
          container.shownName(),
          now.note());
    }
    return now;
  }

  private boolean isStopping(Container container) {
    Long since = stopping.get(container.id());
    if (since == null) {
      return false;
    }
    if (container.state().equals("running") && nanoTime.getAsLong() - since < STOPPING) {
      return true;
    }
    stopping.remove(container.id());
    return false;
  }

  int size() {
    return placements.size();
  }

  List<Placement> placements() {
    return new ArrayList<>(placements.values());
  }
}
