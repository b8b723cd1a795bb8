package io.rgate.runtime.route;

import io.rgate.api.Backend;
import io.rgate.api.Endpoint;
import io.rgate.api.LabelMatch;
import io.rgate.spi.Discovered.Rejected;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Explains why backends have no endpoint: a label that no endpoint carries, or the reasons that
 * exclude the endpoints that carry all labels. One pass over the list serves all backends.
 */
public final class Absence {
  private final Map<String, Map<String, Integer>> reasons = new HashMap<>();
  private final Set<LabelMatch> carried = new HashSet<>();
  private final boolean nothingSeen;

  Absence(List<Backend> absent, List<Endpoint> endpoints, List<Rejected> rejected) {
    BackendIndex index = new BackendIndex(absent);
    nothingSeen = endpoints.isEmpty() && rejected.isEmpty();
    endpoints.forEach(endpoint -> carry(endpoint.labels()));
    for (Rejected other : rejected) {
      carry(other.labels());
      for (Backend backend : index.backendsOf(other.labels())) {
        count(backend, other.reason());
      }
    }
    for (Endpoint endpoint : endpoints) {
      // The backend has no endpoint all the same, because a drained one gets no requests.
      index.backendsOf(endpoint.labels()).forEach(backend -> count(backend, "drained: weight 0"));
    }
  }

  private void carry(Map<String, String> labels) {
    labels.forEach((key, value) -> {
      if (!key.isBlank()) {
        carried.add(new LabelMatch(key, value));
        carried.add(new LabelMatch(key, null));
      }
    });
  }

  private void count(Backend backend, String reason) {
    // Sorted, so that the same situation gives the same text.
    reasons.computeIfAbsent(backend.name(), name -> new TreeMap<>()).merge(reason, 1, Integer::sum);
  }

  /** The reason why {@code backend} has no endpoint. */
  String of(Backend backend) {
    if (nothingSeen) {
      return "the discovery sees nothing at all";
    }
    Map<String, Integer> found = reasons.getOrDefault(backend.name(), Map.of());
    if (!found.isEmpty()) {
      int count = found.values().stream().mapToInt(Integer::intValue).sum();
      return count + (count == 1 ? " carries" : " carry") + " its labels: " + counted(found);
    }
    String missing =
        backend.matchLabels().stream()
            .filter(match -> !carried.contains(match))
            .map(LabelMatch::toString)
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? "nothing carries all of "
            + backend.matchLabels().stream()
                .map(LabelMatch::toString)
                .collect(Collectors.joining(", "))
        : "nothing carries label " + missing;
  }

  private static String counted(Map<String, Integer> reasons) {
    return reasons.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
