package io.rgate.spi.stats;

import io.rgate.api.Attempt;
import io.rgate.api.StatsDetail;
import io.rgate.api.StatsDetail.Traffic;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Tally} for each {@link Series}; for one thread. */
public final class Tallies {
  private final Map<Series, Tally> bySeries = new HashMap<>();

  /** Makes an object without series. */
  public Tallies() {}

  /** Adds one request to its series, and each of its retries to the endpoint that failed. */
  public void add(Sample sample) {
    at(Series.of(sample)).add(sample);
    forEachRetry(sample, series -> at(series).addRetries(1));
  }

  /** Calls {@code visitor} for each attempt that was followed by another one. */
  public static void forEachRetry(Sample sample, Consumer<Series> visitor) {
    List<Attempt> attempts = sample.attempts().all();
    for (int i = 0; i < attempts.size() - 1; i++) {
      visitor.accept(Series.of(sample, attempts.get(i)));
    }
  }

  /** The tally of {@code series}; an empty one is made if there was none. */
  public Tally at(Series series) {
    return bySeries.computeIfAbsent(series, absent -> new Tally());
  }

  /** How many series there are. */
  public int size() {
    return bySeries.size();
  }

  /** Calls {@code visitor} with each series and its tally. */
  public void forEach(BiConsumer<Series, Tally> visitor) {
    bySeries.forEach(visitor);
  }

  /** The sum of all series. */
  public Tally total() {
    Tally total = new Tally();
    bySeries.values().forEach(total::add);
    return total;
  }

  /** The two counts and the latency that {@code /stats} shows. */
  public StatsSnapshot snapshot() {
    return total().snapshot();
  }

  /**
   * All counts by route, backend and endpoint, in the order of their names.
   *
   * @param windows the traffic of the last minutes, by the length of the window; empty if windows
   *     are not kept
   * @param dropped how many requests were not counted
   */
  public StatsDetail detail(Map<Duration, Traffic> windows, long dropped) {
    return new StatsDetail(
        total().traffic(),
        windows,
        by(Series::route),
        by(Series::backend),
        by(Series::endpoint),
        dropped);
  }

  private Map<String, Traffic> by(Function<Series, @Nullable String> name) {
    Map<String, Tally> sums = new TreeMap<>();
    bySeries.forEach((series, tally) -> {
      String key = name.apply(series);
      if (key != null) {
        sums.computeIfAbsent(key, absent -> new Tally()).add(tally);
      }
    });
    Map<String, Traffic> traffic = new TreeMap<>();
    sums.forEach((key, tally) -> traffic.put(key, tally.traffic()));
    return traffic;
  }
}
