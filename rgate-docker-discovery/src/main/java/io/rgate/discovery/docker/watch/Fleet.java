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

/** The containers of one engine and the decision about each. For one thread. */
final class Fleet {
  private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

  /** A container that ignores its stop signal for so long was not stopped by it. */
  private static final long STOPPING = 600_000_000_000L;

  /** Beyond so many kinds of notes nobody reads them. */
  private static final int MANY = 100;

  private final LongSupplier nanoTime;
  private final Set<String> notes = new HashSet<>();
  private Map<String, Placement> placements = new LinkedHashMap<>();
  private @Nullable Placer placer;

  /** Since when each of those containers is at its end; a list does not say so, or not yet. */
  private final Map<String, Long> stopping = new HashMap<>();

  Fleet(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A connection begins. A container that was told to stop before may have started again while
   * there was no connection; to leave it out would be worse than to try one that is stopping.
   */
  void begin(Placer next) {
    placer = next;
    stopping.clear();
  }

  /** Takes the full list in place of all that was known. */
  void replace(List<Container> containers) {
    placer().forgetReach();
    Map<String, Placement> before = placements;
    placements = new LinkedHashMap<>();
    for (Container container : containers) {
      placements.put(container.id(), place(container, before.get(container.id())));
    }
    stopping.keySet().retainAll(placements.keySet());
  }

  /** Takes what is left of the containers {@code ids}. */
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

  /** The container was told to stop, or has ended; it leaves at once. */
  void stopping(String id) {
    stopping.put(id, nanoTime.getAsLong());
    Placement known = placements.get(id);
    if (known != null) {
      placements.put(id, place(known.container(), known));
    }
  }

  /** The container has started, again. */
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
      // The same object, so that a comparison of the old list with the new one is quick.
      return before;
    }
    if (!now.note().isEmpty() && notes.size() < MANY && notes.add(now.note())) {
      // Once for all containers of whose ports the same is to be said.
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
