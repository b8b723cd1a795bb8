package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    url = "jdbc:h2:file:" + folder.resolve("stats");
  }

  private static Batch batch(int samples) {
    Batch batch = new Batch();
    for (int i = 0; i < samples; i++) {
      batch.add(Samples.sample().route("/a", "b").answeredBy("e" + i % 3).build(), NOW);
    }
    return batch;
  }

  private static Store.Stored all(Store store) throws SQLException {
    return store.bySeries(NOW, Duration.ofHours(1));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aBatchWhoseCommitWasNotConfirmedIsStoredOnceWhenItIsTriedAgain() throws Exception {
    try (Store store = Store.at(url, null, null)) {
      store.write(new NumberedBatch(1, batch(10), 0));
      store.write(new NumberedBatch(1, batch(10), 0));
      store.write(new NumberedBatch(2, batch(5), 3));
      store.write(new NumberedBatch(2, batch(5), 3));

      assertThat(store.total().count()).isEqualTo(15);
      assertThat(all(store).tallies().total().count()).isEqualTo(15);
      assertThat(all(store).dropped()).isEqualTo(3);
    }
  }

  @Test
  void writersDoNotTakeEachOthersNumbers() throws Exception {
    try (Store one = Store.at(url, null, null);
        Store other = Store.at(url, null, null)) {
      one.write(new NumberedBatch(1, batch(10), 1));
      other.write(new NumberedBatch(1, batch(10), 2));

      assertThat(one.total().count()).isEqualTo(20);
      assertThat(all(other).dropped()).isEqualTo(3);
    }
  }

  @Test
  void aBatchThatFailsInTheMiddleLeavesNothing() throws Exception {
    try (Store store = Store.at(url, null, null)) {
      store.write(new NumberedBatch(1, batch(10), 0));
      execute("ALTER TABLE rgate_latency RENAME TO hidden");
      assertThatThrownBy(() -> store.write(new NumberedBatch(2, batch(5), 0)))
          .isInstanceOf(SQLException.class);
      execute("ALTER TABLE hidden RENAME TO rgate_latency");
      assertThat(store.total().count()).isEqualTo(10);

      store.write(new NumberedBatch(2, batch(5), 0));
      assertThat(store.total().count()).isEqualTo(15);
    }
  }

  @Test
  void tablesOfANewerVersionAreNotTouched() throws Exception {
    try (Store store = Store.at(url, null, null)) {
      store.write(new NumberedBatch(1, batch(1), 0));
    }
    execute("INSERT INTO rgate_schema (version) VALUES (1000)");

    try (Store store = Store.at(url, null, null)) {
      assertThatThrownBy(() -> store.write(new NumberedBatch(1, batch(1), 0)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the tables are of version 1000, this rgate knows 2");
    }
  }

  @Test
  void aDayIsKeptApartFromTheNext() throws Exception {
    Batch two = new Batch();
    two.add(Samples.sample().build(), NOW);
    two.add(
        Samples.sample().start(Samples.sample().build().start().plusSeconds(86_400)).build(), NOW);

    try (Store store = Store.at(url, null, null)) {
      store.write(new NumberedBatch(1, two, 0));
    }

    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT traffic_day FROM rgate_traffic ORDER BY traffic_day")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("2026-01-02");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("2026-01-03");
    }
  }
}
