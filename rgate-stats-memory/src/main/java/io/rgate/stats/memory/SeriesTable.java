package io.rgate.stats.memory;

import io.rgate.spi.Sample;
import io.rgate.spi.stats.Series;
import io.rgate.spi.stats.Tallies;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counters by series, in a limited number. A series is folded if there are too many and it was not
 * used for the longest time, or if its endpoint had no request for long. Folding adds its counts to
 * those of {@link Series#OTHERS}, of its route or, for the series of a route, of all routes. No
 * count is lost.
 *
 * <p>Recording takes no lock, except while its series is being folded.
 */
final class SeriesTable {
  private static final Series ALL_OTHERS = new Series(Series.OTHERS, Series.OTHERS, Series.OTHERS);
  private static final Series NO_ROUTE = new Series(null, null, null);

  private final Map<Series, Counters> bySeries = new ConcurrentHashMap<>();
  private final int most;
  private final int idleSteps;

  /**
   * Held while counts move from one set of counters to another, so that a reader sees them once.
   */
  private final ReentrantLock folding = new ReentrantLock();

  /** How many times {@link #fold()} was called: the clock for the last uses. */
  private final AtomicInteger now = new AtomicInteger();

  /**
   * Makes a table of about {@code most} series.
   *
   * @param idleSteps an endpoint is folded after so many calls of {@link #fold()} without a request
   */
  SeriesTable(int most, int idleSteps) {
    this.most = most;
    this.idleSteps = idleSteps;
  }

  void record(Sample sample) {
    Series series = Series.of(sample);
    Counters counters = at(series, sample.start());
    counters.record(sample);
    settle(series, counters);
    if (sample.attempts().all().size() > 1) {
      Tallies.forEachRetry(sample, failed -> recordRetry(failed, sample.start()));
    }
  }

  private void recordRetry(Series series, Instant start) {
    Counters counters = at(series, start);
    counters.addRetry();
    settle(series, counters);
  }

  private Counters at(Series series, Instant start) {
    Counters counters = bySeries.get(series);
    if (counters == null) {
      // Between two calls of fold() there can be more series than {@code most}, at most twice as
      // many.
      Series key = bySeries.size() < 2 * most ? series : ALL_OTHERS;
      counters = bySeries.computeIfAbsent(key, absent -> new Counters(start));
    }
    counters.used(now.get());
    return counters;
  }

  /**
   * Folds again if the counters were retired while a request was recorded there. If they are
   * retired after this check, the folding itself still sees the request.
   */
  private void settle(Series series, Counters counters) {
    if (counters.retired()) {
      fold(series, counters);
    }
  }

  private void fold(Series series, Counters counters) {
    folding.lock();
    try {
      Counters target =
          bySeries.computeIfAbsent(targetOf(series), absent -> new Counters(counters.since()));
      target.used(now.get());
      target.add(counters.take());
    } finally {
      folding.unlock();
    }
  }

  private static Series targetOf(Series series) {
    return series.ofOneEndpoint() ? series.withoutEndpoint() : ALL_OTHERS;
  }

  private static boolean canFold(Series series) {
    return !series.equals(NO_ROUTE) && !series.equals(ALL_OTHERS);
  }

  /** Folds idle endpoints, and the oldest series if there are too many; called by one thread. */
  void fold() {
    int step = now.incrementAndGet();
    bySeries.forEach((series, counters) -> {
      if (series.ofOneEndpoint() && step - counters.lastUse() > idleSteps) {
        retire(series, counters);
      }
    });
    while (bySeries.size() > most) {
      List<Map.Entry<Series, Counters>> oldest =
          bySeries.entrySet().stream()
              .filter(entry -> canFold(entry.getKey()))
              .sorted(Comparator.comparingInt(entry -> entry.getValue().lastUse()))
              .limit(bySeries.size() - most + most / 10)
              .toList();
      oldest.forEach(entry -> retire(entry.getKey(), entry.getValue()));
    }
  }

  private void retire(Series series, Counters counters) {
    folding.lock();
    try {
      bySeries.remove(series);
      counters.retire();
      fold(series, counters);
    } finally {
      folding.unlock();
    }
  }

  /** All counts. */
  Tallies read() {
    Tallies tallies = new Tallies();
    folding.lock();
    try {
      bySeries.forEach((series, counters) -> counters.addTo(tallies.at(series)));
    } finally {
      folding.unlock();
    }
    return tallies;
  }
}
