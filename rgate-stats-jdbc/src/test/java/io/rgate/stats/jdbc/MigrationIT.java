package io.rgate.stats.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.StatsDetail;
import io.rgate.testkit.PostgresServer;
import io.rgate.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the first version, with rows, as a gateway of that version has left them. */
class MigrationIT {
  private static final String ID =
      UUID.nameUUIDFromBytes("/a\nb\nhttp://e1".getBytes(UTF_8)).toString();
  private static final List<String> FIRST_VERSION =
      List.of(
          "CREATE TABLE rgate_schema (version INTEGER NOT NULL PRIMARY KEY)",
          """
          CREATE TABLE rgate_writer (
            id VARCHAR(36) NOT NULL PRIMARY KEY,
            last_batch BIGINT NOT NULL,
            dropped BIGINT NOT NULL)
          """,
          """
          CREATE TABLE rgate_series (
            id VARCHAR(36) NOT NULL PRIMARY KEY,
            path_prefix VARCHAR(2000),
            backend VARCHAR(500),
            endpoint VARCHAR(500))
          """,
          """
          CREATE TABLE rgate_traffic (
            traffic_day DATE NOT NULL,
            series_id VARCHAR(36) NOT NULL,
            first_start_millis BIGINT NOT NULL,
            status_2xx BIGINT NOT NULL,
            status_3xx BIGINT NOT NULL,
            status_4xx BIGINT NOT NULL,
            status_5xx BIGINT NOT NULL,
            latency_nanos DECIMAL(30) NOT NULL,
            max_latency_nanos BIGINT NOT NULL,
            bytes_in BIGINT NOT NULL,
            bytes_out BIGINT NOT NULL,
            retries BIGINT NOT NULL,
            PRIMARY KEY (traffic_day, series_id))
          """,
          """
          CREATE TABLE rgate_latency (
            traffic_day DATE NOT NULL,
            series_id VARCHAR(36) NOT NULL,
            bucket INTEGER NOT NULL,
            requests BIGINT NOT NULL,
            PRIMARY KEY (traffic_day, series_id, bucket))
          """,
          "INSERT INTO rgate_schema VALUES (1)",
          "INSERT INTO rgate_writer VALUES ('w', 7, 3)",
          "INSERT INTO rgate_series (id, path_prefix, backend, endpoint) VALUES ('"
              + ID
              + "', '/a', 'b', 'http://e1')",
          "INSERT INTO rgate_series VALUES ('none', NULL, NULL, NULL)",
          "INSERT INTO rgate_traffic VALUES"
              + " (DATE '2026-01-02', '"
              + ID
              + "', 1767323045000, 40, 0, 0, 2, 42000000, 1000000, 10, 20, 1)",
          "INSERT INTO rgate_traffic VALUES"
              + " (DATE '2026-01-02', 'none', 1767323045000, 0, 0, 5, 0, 5000000, 1000000, 0, 0, 0)",
          "INSERT INTO rgate_latency VALUES (DATE '2026-01-02', '" + ID + "', 698, 42)",
          "INSERT INTO rgate_latency VALUES (DATE '2026-01-02', 'none', 698, 5)");

  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    url = "jdbc:h2:file:" + folder.resolve("stats");
  }

  private static void execute(String url, List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void assertMigrated(String url) throws Exception {
    try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
      StatsDetail before = stats.detail().orElseThrow();
      assertThat(before.total().statuses().count()).isEqualTo(47);
      assertThat(before.total().latency().average()).isEqualTo(1);
      assertThat(before.total().bytesOut()).isEqualTo(20);
      assertThat(before.dropped()).isEqualTo(3);
      assertThat(before.routes()).containsOnlyKeys("/a");

      stats.record(Samples.sample().route("/a", "b").answeredBy("http://e1").build());
      StatsDetail after = stats.detail().orElseThrow();
      assertThat(after.routes().get("/a").statuses().successful()).isEqualTo(41);
      assertThat(after.routes().get("/a").retries()).isEqualTo(1);
      assertThat(after.endpoints()).containsOnlyKeys("http://e1");
      assertThat(after.endpoints().get("http://e1").statuses().count()).isEqualTo(43);
    }
    assertThat(text(url, "SELECT route FROM rgate_series WHERE id = '" + ID + "'")).isEqualTo("/a");
    assertThat(text(url, "SELECT COUNT(*) FROM rgate_series")).isEqualTo("2");
    assertThat(text(url, "SELECT MAX(version) FROM rgate_schema")).isEqualTo("2");
  }

  @Test
  void keepTheirRowsInH2() throws Exception {
    execute(url, FIRST_VERSION);

    assertMigrated(url);
  }

  @Test
  void keepTheirRowsInPostgresql() throws Exception {
    try (PostgresServer server = PostgresServer.required("MigrationIT")) {
      execute(server.url(), FIRST_VERSION);

      assertMigrated(server.url());
    }
  }

  /** H2 cannot take a change of tables back: what a killed process has done is there. */
  @Test
  void areChangedFromWhereAKilledProcessHasLeftThem() throws Exception {
    execute(url, FIRST_VERSION);
    execute(url, List.of("ALTER TABLE rgate_series ADD route VARCHAR(2000)"));

    assertMigrated(url);
  }

  @Test
  void areMadeFromWhereAKilledProcessHasLeftThem() throws Exception {
    execute(url, FIRST_VERSION.subList(0, 3));

    try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
      stats.record(Samples.sample().route("/a", "b").build());
      assertThat(stats.snapshot().success()).isEqualTo(1);
    }
  }

  /** A gateway of the first version may still run while a new one has started. */
  @Test
  void takeRowsOfAGatewayOfTheFirstVersion() throws Exception {
    execute(url, FIRST_VERSION.subList(0, 6));
    try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
      assertThat(stats.snapshot().success()).isZero();
      execute(
          url,
          List.of(
              FIRST_VERSION.get(7),
              "INSERT INTO rgate_traffic (traffic_day, series_id, first_start_millis, status_2xx,"
                  + " status_3xx, status_4xx, status_5xx, latency_nanos, max_latency_nanos,"
                  + " bytes_in, bytes_out, retries)"
                  + " VALUES (DATE '2026-01-02', '"
                  + ID
                  + "', 1767323045000, 40, 0, 0, 2, 42000000, 1000000, 10, 20, 1)"));

      assertThat(stats.detail().orElseThrow().routes()).containsOnlyKeys("/a");
    }
  }
}
