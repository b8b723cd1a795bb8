package io.rgate.runtime.exchange;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The gauges of some places by name. They outlive snapshots, so that a request that ends after a
 * reload is counted where it began.
 *
 * @param <P> what a place is named by
 */
public final class Gauges<P> {
  private static final int MANY = 10_000;

  private final Map<P, Gauge> gauges = new ConcurrentHashMap<>();

  /** The gauge of {@code place}: the same one each time while something goes on there. */
  public Gauge of(P place) {
    Gauge known = gauges.get(place);
    return known == null ? added(place) : known;
  }

  private Gauge added(P place) {
    if (gauges.size() >= MANY) {
      // Of endpoints that came and went; one that is in use right now stays with its users.
      gauges.values().removeIf(gauge -> gauge.count() == 0);
    }
    return gauges.computeIfAbsent(place, name -> new Gauge());
  }

  /** The places where something goes on, and how much. */
  public Map<P, Integer> counts() {
    return gauges.entrySet().stream()
        .filter(each -> each.getValue().count() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().count()));
  }
}
