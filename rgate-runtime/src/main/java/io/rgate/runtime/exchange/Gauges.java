package io.rgate.runtime.exchange;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The gauges of endpoints or routes, by key. They are not part of a snapshot, so a request that
 * ends after a reload is subtracted from the gauge to which it was added.
 *
 * @param <P> the type of the key
 */
public final class Gauges<P> {
  private static final int MANY = 10_000;

  private final Map<P, Gauge> gauges = new ConcurrentHashMap<>();

  /** The gauge of {@code place}: the same object while its count is not zero. */
  public Gauge of(P place) {
    Gauge known = gauges.get(place);
    return known == null ? added(place) : known;
  }

  private Gauge added(P place) {
    if (gauges.size() >= MANY) {
      // Removes gauges of endpoints that no longer exist. A request that holds a removed one keeps
      // using it.
      gauges.values().removeIf(gauge -> gauge.count() == 0);
    }
    return gauges.computeIfAbsent(place, name -> new Gauge());
  }

  /** The counts that are not zero. */
  public Map<P, Integer> counts() {
    return gauges.entrySet().stream()
        .filter(each -> each.getValue().count() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().count()));
  }
}
