package io.rgate.stats.jdbc;

import io.rgate.spi.Series;
import io.rgate.spi.Tallies;
import io.rgate.spi.Tally;
import io.rgate.stats.jdbc.Upsert.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch. Rows are taken in the same order by all gateways, so that no two of them can
 * wait for each other.
 */
final class Writing {
  private static final String UPDATE_TRAFFIC =
      """
      UPDATE rgate_traffic SET
        first_start_millis =
          CASE WHEN first_start_millis < ? THEN first_start_millis ELSE ? END,
        status_2xx = status_2xx + ?, status_3xx = status_3xx + ?,
        status_4xx = status_4xx + ?, status_5xx = status_5xx + ?,
        latency_nanos = latency_nanos + ?,
        max_latency_nanos = CASE WHEN max_latency_nanos > ? THEN max_latency_nanos ELSE ? END,
        bytes_in = bytes_in + ?, bytes_out = bytes_out + ?, retries = retries + ?
      WHERE traffic_day = ? AND series_id = ?\
      """;
  private static final String INSERT_TRAFFIC =
      """
      INSERT INTO rgate_traffic (first_start_millis, status_2xx, status_3xx, status_4xx,
        status_5xx, latency_nanos, max_latency_nanos, bytes_in, bytes_out, retries, traffic_day,
        series_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String UPDATE_LATENCY =
      """
      UPDATE rgate_latency SET requests = requests + ?
      WHERE traffic_day = ? AND series_id = ? AND bucket = ?\
      """;
  private static final String INSERT_LATENCY =
      "INSERT INTO rgate_latency (requests, traffic_day, series_id, bucket) VALUES (?, ?, ?, ?)";
  private static final String INSERT_SERIES =
      "INSERT INTO rgate_series (id, path_prefix, backend, endpoint) VALUES (?, ?, ?, ?)";

  private final Connection connection;
  private final Upsert upsert;

  Writing(Connection connection) {
    this.connection = connection;
    this.upsert = new Upsert(connection);
  }

  /**
   * Notes that {@code writer} writes its batch {@code number}. It is the first statement of the
   * transaction, so that it waits for an earlier one of the same batch that is still open.
   *
   * @return false if that batch was written before
   */
  boolean begin(String writer, long number, long dropped) throws SQLException {
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

  /** Adds what {@code batch} has counted. */
  void add(Batch batch) throws SQLException {
    List<Row> traffic = new ArrayList<>();
    List<Row> latency = new ArrayList<>();
    SortedMap<String, Series> series = new TreeMap<>();
    for (Map.Entry<LocalDate, Tallies> day : batch.days().entrySet()) {
      SortedMap<String, Tally> tallies = new TreeMap<>();
      day.getValue()
          .forEach((key, tally) -> {
            series.put(id(key), key);
            tallies.put(id(key), tally);
          });
      tallies.forEach((id, tally) -> {
        traffic.add(trafficRow(day.getKey(), id, tally));
        tally.forEachBucket(
            (bucket, count) -> latency.add(Row.of(count, day.getKey(), id, bucket)));
      });
    }
    addSeries(series);
    upsert.run(UPDATE_TRAFFIC, INSERT_TRAFFIC, traffic, row -> row.without(8, 1));
    upsert.run(UPDATE_LATENCY, INSERT_LATENCY, latency, row -> row);
  }

  private static Row trafficRow(LocalDate day, String id, Tally tally) {
    Instant since = tally.since();
    // Where there are only retries, no request began.
    long start = since == null ? System.currentTimeMillis() : since.toEpochMilli();
    return Row.of(
        start,
        start,
        tally.count(2),
        tally.count(3),
        tally.count(4),
        tally.count(5),
        new BigDecimal(tally.nanos()),
        tally.maxNanos(),
        tally.maxNanos(),
        tally.bytesIn(),
        tally.bytesOut(),
        tally.retries(),
        day,
        id);
  }

  private void addSeries(SortedMap<String, Series> all) throws SQLException {
    List<Row> missing = new ArrayList<>();
    for (Map.Entry<String, Series> entry : all.entrySet()) {
      if (!exists("SELECT id FROM rgate_series WHERE id = ?", entry.getKey())) {
        Series series = entry.getValue();
        missing.add(
            Row.of(
                entry.getKey(),
                cut(series.pathPrefix(), Schema.PREFIX_LENGTH),
                cut(series.backend(), Schema.NAME_LENGTH),
                cut(series.endpoint(), Schema.NAME_LENGTH)));
      }
    }
    upsert.execute(INSERT_SERIES, missing);
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  /** The same for the same series on every gateway, so that nobody has to hand ids out. */
  private static String id(Series series) {
    String text =
        Objects.toString(series.pathPrefix(), "\0")
            + '\n'
            + Objects.toString(series.backend(), "\0")
            + '\n'
            + Objects.toString(series.endpoint(), "\0");
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
