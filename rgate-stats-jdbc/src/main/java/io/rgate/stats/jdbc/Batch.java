package io.rgate.stats.jdbc;

import io.rgate.spi.Sample;
import io.rgate.spi.stats.Series;
import io.rgate.spi.stats.Tallies;
import io.rgate.spi.stats.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The samples of one transaction: added up by the day (UTC) in which they began, and those of the
 * last minutes by the ten seconds in which they ended.
 */
final class Batch {
  /** The most series, so that memory is bounded even if a database is away for long. */
  private static final int MOST_SERIES = 10_000;

  private final SortedMap<LocalDate, Tallies> days = new TreeMap<>();
  private final TreeMap<Long, Tally> slots = new TreeMap<>();
  private final Map<Series, Long> lastEnds = new HashMap<>();
  private long samples;

  /**
   * Adds one sample, whose request ended at {@code end}.
   *
   * @return false if there was no room for it
   */
  boolean add(Sample sample, Instant end) {
    if (series() >= MOST_SERIES) {
      return false;
    }
    LocalDate day = LocalDate.ofInstant(sample.start(), ZoneOffset.UTC);
    days.computeIfAbsent(day, absent -> new Tallies()).add(sample);
    lastEnds.merge(Series.of(sample), end.toEpochMilli(), Math::max);
    Tally slot = slots.computeIfAbsent(Recent.slot(end), absent -> new Tally());
    slot.add(sample);
    Tallies.forEachRetry(
        sample,
        failed -> {
          lastEnds.merge(failed, end.toEpochMilli(), Math::max);
          slot.addRetries(1);
        });
    if (slots.size() > Recent.MOST_SLOTS) {
      slots.pollFirstEntry();
    }
    samples++;
    return true;
  }

  private int series() {
    int series = 0;
    for (Tallies tallies : days.values()) {
      series += tallies.size();
    }
    return series;
  }

  /** How many samples were added. */
  long samples() {
    return samples;
  }

  /** The samples by day. */
  SortedMap<LocalDate, Tallies> days() {
    return days;
  }

  /** The samples of the last minutes, by {@link Recent#slot}. */
  SortedMap<Long, Tally> slots() {
    return slots;
  }

  /** When the last request of {@code series} ended, in milliseconds since 1970. */
  long lastEnd(Series series) {
    return lastEnds.getOrDefault(series, 0L);
  }
}
