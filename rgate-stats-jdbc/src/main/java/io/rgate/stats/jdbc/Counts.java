package io.rgate.stats.jdbc;

import io.rgate.spi.stats.Tally;
import io.rgate.stats.jdbc.Upsert.Row;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of a tally, which two tables have: adds to them and reads them. */
final class Counts {
  /** The columns, in the order of {@link #row} for an insert. */
  static final String COLUMNS =
      """
      status_2xx, status_3xx, status_4xx, status_5xx, latency_nanos, max_latency_nanos, bytes_in,
      bytes_out, retries\
      """;

  /** The assignments of an update, in the order of {@link #row}. */
  static final String ADD =
      """
      status_2xx = status_2xx + ?, status_3xx = status_3xx + ?,
      status_4xx = status_4xx + ?, status_5xx = status_5xx + ?,
      latency_nanos = latency_nanos + ?,
      max_latency_nanos = CASE WHEN max_latency_nanos > ? THEN max_latency_nanos ELSE ? END,
      bytes_in = bytes_in + ?, bytes_out = bytes_out + ?, retries = retries + ?\
      """;

  /** The sums of a table {@code t}, for {@link #addTo}. */
  static final String SUMS =
      """
      SUM(t.status_2xx), SUM(t.status_3xx), SUM(t.status_4xx), SUM(t.status_5xx),
      SUM(t.latency_nanos), MAX(t.max_latency_nanos), SUM(t.bytes_in), SUM(t.bytes_out),
      SUM(t.retries)\
      """;

  /** The index in {@link #row} at which the greatest latency is repeated. */
  private static final int SECOND_MAX = 6;

  private Counts() {}

  /** The values of {@code tally} for an update. */
  static Row row(Tally tally) {
    return Row.of(
        tally.count(2),
        tally.count(3),
        tally.count(4),
        tally.count(5),
        new BigDecimal(tally.nanos()),
        tally.maxNanos(),
        tally.maxNanos(),
        tally.bytesIn(),
        tally.bytesOut(),
        tally.retries());
  }

  /** The row of {@link #row} without repeated values, for an insert. */
  static Row forInsert(Row row) {
    return row.without(SECOND_MAX);
  }

  /**
   * Adds the columns {@link #SUMS} to {@code tally}; the first of them has the index {@code first}.
   */
  static void addTo(Tally tally, ResultSet row, int first) throws SQLException {
    BigDecimal nanos = row.getBigDecimal(first + 4);
    if (nanos == null) {
      return; // there were no rows to add up
    }
    for (int statusClass = 2; statusClass <= 5; statusClass++) {
      tally.addCount(statusClass, row.getLong(first + statusClass - 2));
    }
    tally.addNanos(nanos.toBigInteger());
    tally.raiseMax(row.getLong(first + 5));
    tally.addBytes(row.getLong(first + 6), row.getLong(first + 7));
    tally.addRetries(row.getLong(first + 8));
  }
}
