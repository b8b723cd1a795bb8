package io.rgate.stats.memory;

import io.rgate.spi.Sample;
import io.rgate.spi.Series;
import io.rgate.spi.Tallies;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counters by series, a bounded number of them: those that were not used for the longest time are
 * folded, an endpoint's into "others" of its route, and a route's into one for all. Nothing that
 * was counted is lost by that.
 *
 * <p>Recording takes no lock, except at the moment at which its series is folded.
 */
final class SeriesTable {
  private static final String OTHERS = "(others)";
  private static final Series ALL_OTHERS = new Series(OTHERS, OTHERS, OTHERS);

  private static final Series NO_ROUTE = new Series(null, null, null);

  private final Map<Series, Counters> bySeries = new ConcurrentHashMap<>();
  private final int most;

  /** Held while something is between two counters, so that a reader sees it in one of them. */
  private final ReentrantLock folding = new ReentrantLock();

  /** How often {@link #foldOldest} was called: the clock of last uses. */
  private final AtomicInteger now = new AtomicInteger();

  SeriesTable(int most) {
    this.most = most;
  }

  void record(Sample sample) {
    Series series = Series.of(sample);
    Counters counters = at(series, sample.start());
    counters.record(sample);
    settle(series, counters);
    if (sample.trail().attempts().size() > 1) {
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
      // Between two calls of foldOldest() there can be more than wanted, but not without end.
      Series key = bySeries.size() < 2 * most ? series : ALL_OTHERS;
      counters = bySeries.computeIfAbsent(key, absent -> new Counters(start));
    }
    counters.used(now.get());
    return counters;
  }

  /**
   * Moves on what was recorded while its counters were folded. If they were not yet when this
   * looks, then the folding still sees it.
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
    return series.endpoint() == null || series.endpoint().equals(OTHERS)
        ? ALL_OTHERS
        : new Series(series.pathPrefix(), series.backend(), OTHERS);
  }

  private static boolean canFold(Series series) {
    return !series.equals(NO_ROUTE) && !series.equals(ALL_OTHERS);
  }

  /** Folds what is too much; called now and then, by one thread. */
  void foldOldest() {
    now.incrementAndGet();
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

  /** All that was counted. */
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
