package io.rgate.stats.jdbc;

import io.rgate.spi.stats.Series;
import io.rgate.spi.stats.Tallies;
import io.rgate.spi.stats.Tally;
import io.rgate.stats.jdbc.Upsert.Row;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch. All gateways write rows in the same order, so that two of them cannot wait for
 * each other.
 */
final class Writing {
  private static final String UPDATE_TRAFFIC =
      "UPDATE rgate_traffic SET "
          + Counts.ADD
          + """
          ,
          first_start_millis =
            CASE WHEN first_start_millis < ? THEN first_start_millis ELSE ? END,
          last_end_millis = CASE WHEN last_end_millis > ? THEN last_end_millis ELSE ? END
          WHERE traffic_day = ? AND series_id = ?\
          """;
  private static final String INSERT_TRAFFIC =
      "INSERT INTO rgate_traffic ("
          + Counts.COLUMNS
          + ", first_start_millis, last_end_millis, traffic_day, series_id)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** The index at which the start and the end are repeated in a row. */
  private static final int SECOND_START = 11;

  private static final int SECOND_END = 13;
  private static final String UPDATE_LATENCY =
      """
      UPDATE rgate_latency SET requests = requests + ?
      WHERE traffic_day = ? AND series_id = ? AND bucket = ?\
      """;
  private static final String INSERT_LATENCY =
      "INSERT INTO rgate_latency (requests, traffic_day, series_id, bucket) VALUES (?, ?, ?, ?)";
  private static final String INSERT_SERIES =
      "INSERT INTO rgate_series (id, route, backend, endpoint) VALUES (?, ?, ?, ?)";

  private final Connection connection;
  private final String writer;
  private final Upsert upsert;

  /** Writes as {@code writer}, in the transaction of {@code connection}. */
  Writing(Connection connection, String writer) {
    this.connection = connection;
    this.writer = writer;
    this.upsert = new Upsert(connection);
  }

  /**
   * Records that the writer writes its batch {@code number}. This is the first statement of the
   * transaction, so that it waits for an earlier transaction of the same batch that is still open.
   *
   * @return false if that batch was written before
   */
  boolean begin(long number, long dropped) throws SQLException {
    int[] changed =
        upsert.execute(
            "UPDATE rgate_writer SET last_batch = ?, dropped = ? WHERE id = ? AND last_batch < ?",
            List.of(Row.of(number, dropped, writer, number)));
    if (changed[0] != 0) {
      return true;
    }
    if (exists("SELECT id FROM rgate_writer WHERE id = ?", writer)) {
      return false;
    }
    upsert.execute(
        "INSERT INTO rgate_writer (id, last_batch, dropped) VALUES (?, ?, ?)",
        List.of(Row.of(writer, number, dropped)));
    return true;
  }

  private boolean exists(String sql, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Adds the counts of {@code batch}. */
  void add(Batch batch) throws SQLException {
    List<Row> traffic = new ArrayList<>();
    List<Row> latency = new ArrayList<>();
    SortedMap<String, Series> series = new TreeMap<>();
    Map<String, Long> lastEnds = new HashMap<>();
    for (Map.Entry<LocalDate, Tallies> day : batch.days().entrySet()) {
      SortedMap<String, Tally> tallies = new TreeMap<>();
      day.getValue()
          .forEach((key, tally) -> {
            series.put(id(key), key);
            lastEnds.put(id(key), batch.lastEnd(key));
            tallies.put(id(key), tally);
          });
      tallies.forEach((id, tally) -> {
        traffic.add(trafficRow(tally, lastEnds.getOrDefault(id, 0L)).with(day.getKey(), id));
        tally.forEachBucket(
            (bucket, count) -> latency.add(Row.of(count, day.getKey(), id, bucket)));
      });
    }
    addSeries(series);
    upsert.run(UPDATE_TRAFFIC, INSERT_TRAFFIC, traffic, Writing::trafficForInsert);
    upsert.run(UPDATE_LATENCY, INSERT_LATENCY, latency, row -> row);
    Recent.add(upsert, writer, batch.slots());
  }

  private static Row trafficRow(Tally tally, long lastEnd) {
    Instant since = tally.since();
    // If there are only retries, no request began.
    long start = since == null ? System.currentTimeMillis() : since.toEpochMilli();
    return Counts.row(tally).with(start, start, lastEnd, lastEnd);
  }

  private static Row trafficForInsert(Row row) {
    return Counts.forInsert(row.without(SECOND_END).without(SECOND_START));
  }

  private void addSeries(SortedMap<String, Series> all) throws SQLException {
    List<Row> missing = new ArrayList<>();
    for (Map.Entry<String, Series> entry : all.entrySet()) {
      if (!exists("SELECT id FROM rgate_series WHERE id = ?", entry.getKey())) {
        Series series = entry.getValue();
        missing.add(
            Row.of(
                entry.getKey(),
                cut(series.route(), Schema.ROUTE_LENGTH),
                cut(series.backend(), Schema.NAME_LENGTH),
                cut(series.endpoint(), Schema.NAME_LENGTH)));
      }
    }
    upsert.execute(INSERT_SERIES, missing);
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  /**
   * Gives the same id for the same series on every gateway, so that no gateway has to read it. The
   * first version gave a route's path prefix the same id.
   */
  private static String id(Series series) {
    String text =
        Objects.toString(series.route(), "\0")
            + '\n'
            + Objects.toString(series.backend(), "\0")
            + '\n'
            + Objects.toString(series.endpoint(), "\0");
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
