package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.PostgresServer;
import io.rgate.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A database that an operator has to mend: one line at the start says what to do. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class UnusableDatabaseIT {
  @TempDir private Path folder;

  private static JdbcStats.Builder builder(String url) {
    return JdbcStats.builder()
        .url(url)
        .flushEvery(Duration.ofMillis(20))
        .closeWithin(Duration.ofMillis(100));
  }

  /** Not one sample is recorded before the line is there. */
  private static void assertSaidAtTheStart(JdbcStats.Builder builder, String... words)
      throws Exception {
    try (LogLines log = new LogLines();
        JdbcStats stats = builder.build()) {
      Await.until("trouble", () -> stats.trouble().isPresent());
      assertThat(stats.trouble().orElseThrow()).contains(words).doesNotContain("\n", "secret");

      for (int i = 0; i < 1_000; i++) {
        stats.record(Samples.of(200, Duration.ofMillis(1)));
      }
      Thread.sleep(1_500);
      assertThat(log.messages()).as("everything that was said").hasSize(1);
      assertThat(log.messages().getFirst())
          .startsWith(stats.trouble().orElseThrow())
          .contains("requests are counted in memory");
      assertThat(log.all().getFirst().getThrown()).isNull();
      assertThat(log.all().getFirst().getLoggerName()).startsWith("io.rgate");
    }
  }

  @Test
  void aServerThatDoesNotRun() throws Exception {
    assertSaidAtTheStart(
        builder("jdbc:postgresql://127.0.0.1:1/none?user=me&password=secret"),
        "jdbc:postgresql://127.0.0.1:1/none cannot be used: Connection to 127.0.0.1:1 refused",
        "see that it runs, and check stats.url");
  }

  @Test
  void aFileThatCannotBeWritten() throws Exception {
    assertSaidAtTheStart(
        builder("jdbc:h2:file:/proc/none/stats"),
        "jdbc:h2:file:/proc/none/stats cannot be used: there is no /proc/none",
        "let the user of this process write there");
  }

  @Test
  void aWrongPassword() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("stats");
    try (Connection connection = DriverManager.getConnection(url, "me", "right");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a INTEGER)");
    }

    assertSaidAtTheStart(
        builder(url).login("me", "secret"),
        url + " cannot be used: Wrong user name or password",
        "check stats.user and stats.password");
  }

  @Test
  void usersDatabasesAndRightsThatPostgresqlDoesNotHave() throws Exception {
    try (PostgresServer server = PostgresServer.required("UnusableDatabaseIT")) {
      try (Connection connection = DriverManager.getConnection(server.url());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE USER guest");
      }
      assertSaidAtTheStart(
          builder(server.url().replace("user=rgate", "user=nobody&password=secret")),
          "role \"nobody\" does not exist",
          "check stats.user and stats.password");
      assertSaidAtTheStart(
          builder(server.url().replace("/postgres?", "/none?")),
          "database \"none\" does not exist",
          "create that database");
      assertSaidAtTheStart(
          builder(server.url().replace("user=rgate", "user=guest")),
          "permission denied for schema public",
          "give stats.user the right");
    }
  }

  @Test
  void isUsedAsSoonAsItIsMended() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("stats");
    try (Connection connection = DriverManager.getConnection(url, "me", "right");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a INTEGER)");
      try (JdbcStats stats = builder(url).login("later", "right").build()) {
        Await.until("trouble", () -> stats.trouble().isPresent());
        stats.record(Samples.of(200, Duration.ofMillis(1)));

        statement.execute("CREATE USER later PASSWORD 'right' ADMIN");

        Await.until("no trouble", () -> stats.trouble().isEmpty());
        assertThat(stats.snapshot().success()).isEqualTo(1);
      }
    }
  }
}
