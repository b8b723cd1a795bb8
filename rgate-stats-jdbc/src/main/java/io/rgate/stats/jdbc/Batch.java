package io.rgate.stats.jdbc;

import io.rgate.spi.Sample;
import io.rgate.spi.Tallies;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is written in one transaction: samples, added up by the day (UTC) that they began in. */
final class Batch {
  /** How many series there may be, so that memory is bounded however long a database is away. */
  private static final int MOST_SERIES = 10_000;

  private final SortedMap<LocalDate, Tallies> days = new TreeMap<>();
  private long samples;

  /**
   * Adds one sample.
   *
   * @return false if it did not fit
   */
  boolean add(Sample sample) {
    if (series() >= MOST_SERIES) {
      return false;
    }
    LocalDate day = LocalDate.ofInstant(sample.start(), ZoneOffset.UTC);
    days.computeIfAbsent(day, absent -> new Tallies()).add(sample);
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

  Map<LocalDate, Tallies> days() {
    return days;
  }
}
