package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsDetail.Traffic;
import io.rgate.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last minutes, and endpoints that are gone, of gateways that share a database. */
class RecentIT {
  @TempDir private Path folder;
  private String url;
  private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

  @BeforeEach
  void nameTheDatabase() {
    url = "jdbc:h2:file:" + folder.resolve("stats");
  }

  private JdbcStats stats() {
    return JdbcStats.builder().url(url).clock(() -> now).flushEvery(Duration.ofMillis(10)).build();
  }

  private static void record(JdbcStats stats, int times, long millis) {
    for (int i = 0; i < times; i++) {
      stats.record(
          Samples.sample()
              .route("/a", "b")
              .answeredBy("e" + millis)
              .latency(Duration.ofMillis(millis))
              .bytes(1, 2)
              .build());
    }
    stats.snapshot(); // collected and stored at this moment of the test's clock
  }

  private static Traffic last(JdbcStats stats, int minutes) {
    return stats.detail().orElseThrow().windows().get(Duration.ofMinutes(minutes));
  }

  private long slots() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM rgate_recent")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  @Test
  void windowsHoldTheLastMinutesOfAllGatewaysAndSurviveARestart() {
    try (JdbcStats one = stats();
        JdbcStats other = stats()) {
      record(one, 3, 500);
      record(other, 4, 500);
      now = now.plus(Duration.ofMinutes(2));
      record(one, 5, 10);

      assertThat(last(other, 1).statuses().count()).isEqualTo(5);
      assertThat(last(other, 1).latency().average()).isEqualTo(10);
      assertThat(last(other, 1).latency().max()).isEqualTo(10);
      assertThat(last(other, 1).bytesOut()).isEqualTo(10);
      assertThat(last(other, 1).since()).isBetween(now.minusSeconds(70), now.minusSeconds(60));
      assertThat(last(other, 5).statuses().count()).isEqualTo(12);
      assertThat(last(other, 5).latency().max()).isEqualTo(500);
    }
    now = now.plus(Duration.ofMinutes(5));
    try (JdbcStats again = stats()) {
      assertThat(last(again, 1).statuses().count()).isZero();
      assertThat(last(again, 5).statuses().count()).isEqualTo(5);
      assertThat(last(again, 15).statuses().count()).isEqualTo(12);
    }
    now = now.plus(Duration.ofMinutes(15));
    try (JdbcStats again = stats()) {
      assertThat(last(again, 15).statuses().count()).isZero();
      assertThat(again.snapshot().success()).isEqualTo(12);
    }
  }

  @Test
  void oldSlotsAreDeleted() throws Exception {
    try (JdbcStats stats = stats()) {
      for (int i = 0; i < 5; i++) {
        record(stats, 1, 1);
        now = now.plusSeconds(10);
      }
      assertThat(slots()).isEqualTo(5);
    }
    now = now.plus(Duration.ofHours(1));
    try (JdbcStats stats = stats()) {
      record(stats, 1, 1);
      Await.until(
          "old slots are gone",
          () -> {
            try {
              return slots() == 1;
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  @Test
  void anEndpointWithoutARequestForAnHourIsOneOfTheOthers() {
    try (JdbcStats stats = stats()) {
      record(stats, 1, 1);
      record(stats, 2, 2);
      now = now.plus(Duration.ofMinutes(59));
      record(stats, 4, 4);
      assertThat(stats.detail().orElseThrow().endpoints()).containsOnlyKeys("e1", "e2", "e4");

      now = now.plus(Duration.ofMinutes(2));
      StatsDetail detail = stats.detail().orElseThrow();
      assertThat(detail.endpoints()).containsOnlyKeys("(others)", "e4");
      assertThat(detail.endpoints().get("(others)").statuses().count()).isEqualTo(3);
      assertThat(detail.endpoints().get("(others)").latency().max()).isEqualTo(2);
      assertThat(detail.routes().get("/a").statuses().count()).isEqualTo(7);

      record(stats, 1, 1);
      assertThat(stats.detail().orElseThrow().endpoints().get("e1").statuses().count())
          .isEqualTo(2);
    }
  }
}
