package io.rgate.stats.jdbc;

import io.rgate.api.StatsDetail.Traffic;
import io.rgate.spi.stats.Tally;
import io.rgate.stats.jdbc.Upsert.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The last minutes, in slots of ten seconds. Each writer has its own rows, so that writers do not
 * wait for each other. Old rows are deleted.
 */
final class Recent {
  private static final Duration SLOT = Duration.ofSeconds(10);
  private static final List<Duration> WINDOWS =
      Stream.of(1, 5, 15).map(Duration::ofMinutes).toList();

  /** How long a slot is kept: a little longer than the longest window, because clocks differ. */
  private static final Duration KEPT = Duration.ofMinutes(20);

  /** How many slots are kept. */
  static final int MOST_SLOTS = (int) KEPT.dividedBy(SLOT);

  private static final String UPDATE =
      "UPDATE rgate_recent SET " + Counts.ADD + " WHERE writer_id = ? AND slot_millis = ?";
  private static final String INSERT =
      "INSERT INTO rgate_recent ("
          + Counts.COLUMNS
          + ", writer_id, slot_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE_LATENCY =
      """
      UPDATE rgate_recent_latency SET requests = requests + ?
      WHERE writer_id = ? AND slot_millis = ? AND bucket = ?\
      """;
  private static final String INSERT_LATENCY =
      """
      INSERT INTO rgate_recent_latency (requests, writer_id, slot_millis, bucket)
      VALUES (?, ?, ?, ?)\
      """;

  private Recent() {}

  /** The slot of a moment: the start of the slot, in milliseconds since 1970. */
  static long slot(Instant moment) {
    return Math.floorDiv(moment.toEpochMilli(), SLOT.toMillis()) * SLOT.toMillis();
  }

  /** Adds the counts of {@code writer} in each slot. */
  static void add(Upsert upsert, String writer, SortedMap<Long, Tally> slots) throws SQLException {
    List<Row> counts = new ArrayList<>();
    List<Row> latency = new ArrayList<>();
    slots.forEach((slot, tally) -> {
      counts.add(Counts.row(tally).with(writer, slot));
      tally.forEachBucket((bucket, count) -> latency.add(Row.of(count, writer, slot, bucket)));
    });
    upsert.run(UPDATE, INSERT, counts, Counts::forInsert);
    upsert.run(UPDATE_LATENCY, INSERT_LATENCY, latency, row -> row);
  }

  /** Deletes the slots of all writers that no window needs at {@code now}. */
  static void delete(Connection connection, Instant now) throws SQLException {
    for (String table : List.of("rgate_recent", "rgate_recent_latency")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + " WHERE slot_millis < ?")) {
        delete.setLong(1, slot(now.minus(KEPT)));
        delete.executeUpdate();
      }
    }
  }

  /** The traffic of all gateways in the last 1, 5 and 15 minutes, plus up to ten seconds. */
  static Map<Duration, Traffic> windows(Connection connection, Instant now) throws SQLException {
    SortedMap<Long, Tally> slots = slots(connection, slot(now.minus(WINDOWS.getLast())));
    Map<Duration, Traffic> windows = new LinkedHashMap<>();
    for (Duration length : WINDOWS) {
      long first = slot(now.minus(length));
      Tally sum = new Tally();
      slots.tailMap(first).values().forEach(sum::add);
      sum.lowerSince(Instant.ofEpochMilli(first));
      windows.put(length, sum.traffic());
    }
    return windows;
  }

  private static SortedMap<Long, Tally> slots(Connection connection, long first)
      throws SQLException {
    SortedMap<Long, Tally> slots = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT t.slot_millis, "
                + Counts.SUMS
                + " FROM rgate_recent t WHERE t.slot_millis >= ? GROUP BY t.slot_millis")) {
      select.setLong(1, first);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Counts.addTo(slots.computeIfAbsent(rows.getLong(1), absent -> new Tally()), rows, 2);
        }
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT slot_millis, bucket, SUM(requests) FROM rgate_recent_latency
            WHERE slot_millis >= ? GROUP BY slot_millis, bucket\
            """)) {
      select.setLong(1, first);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          slots
              .computeIfAbsent(rows.getLong(1), absent -> new Tally())
              .addBucket(rows.getInt(2), rows.getLong(3));
        }
      }
    }
    return slots;
  }
}
