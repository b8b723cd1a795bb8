package io.rgate.discovery.docker;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The containers of one engine and what became of each. For one thread. */
final class Fleet {
  private final Function<Container, Placement> placer;
  private Map<String, Placement> placements = new LinkedHashMap<>();

  Fleet(Function<Container, Placement> placer) {
    this.placer = placer;
  }

  /** Takes the full list in place of all that was known. */
  void replace(List<Container> containers) {
    Map<String, Placement> next = new LinkedHashMap<>();
    for (Container container : containers) {
      next.put(container.id(), placer.apply(container));
    }
    placements = next;
  }

  /** Takes what is left of the containers {@code ids}. */
  void update(Collection<String> ids, List<Container> found) {
    Map<String, Container> byId = new LinkedHashMap<>();
    found.forEach(container -> byId.put(container.id(), container));
    for (String id : ids) {
      Container container = byId.get(id);
      if (container == null) {
        placements.remove(id);
      } else {
        placements.put(id, placer.apply(container));
      }
    }
  }

  List<Placement> placements() {
    return List.copyOf(placements.values());
  }
}
