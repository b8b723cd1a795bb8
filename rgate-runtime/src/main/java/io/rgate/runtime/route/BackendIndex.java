package io.rgate.runtime.route;

import io.rgate.api.Backend;
import io.rgate.api.LabelMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the backends that select given labels without checking each backend. So the cost of sorting
 * endpoints into backends grows with the number of labels, not with endpoints times backends.
 * Immutable.
 */
public final class BackendIndex {
  private final Map<LabelMatch, List<Backend>> byRarest = new HashMap<>();

  /** An index of {@code backends}. */
  public BackendIndex(List<Backend> backends) {
    Map<LabelMatch, Integer> uses = new HashMap<>();
    for (Backend backend : backends) {
      backend.matchLabels().forEach(match -> uses.merge(match, 1, Integer::sum));
    }
    for (Backend backend : backends) {
      // By the condition that fewest other backends have: many may have env=production.
      LabelMatch rarest =
          backend.matchLabels().stream().min(Comparator.comparing(uses::get)).orElseThrow();
      byRarest.computeIfAbsent(rarest, match -> new ArrayList<>()).add(backend);
    }
  }

  /** The backends of which {@code labels} meet all conditions. */
  public List<Backend> backendsOf(Map<String, String> labels) {
    List<Backend> found = new ArrayList<>();
    labels.forEach((key, value) -> {
      if (!key.isBlank()) {
        add(new LabelMatch(key, value), labels, found);
        add(new LabelMatch(key, null), labels, found);
      }
    });
    return found;
  }

  private void add(LabelMatch match, Map<String, String> labels, List<Backend> found) {
    for (Backend backend : byRarest.getOrDefault(match, List.of())) {
      if (backend.matchLabels().stream().allMatch(m -> m.matches(labels))) {
        found.add(backend);
      }
    }
  }
}
