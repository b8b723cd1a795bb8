package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.testkit.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {
  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    url = "jdbc:h2:file:" + folder.resolve("stats");
  }

  private static Batch batch(int samples) {
    Batch batch = new Batch();
    for (int i = 0; i < samples; i++) {
      batch.add(Samples.sample().route("/a", "b").answeredBy("e" + i % 3).build());
    }
    return batch;
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
      store.write(new Sealed(1, batch(10), 0));
      store.write(new Sealed(1, batch(10), 0));
      store.write(new Sealed(2, batch(5), 3));
      store.write(new Sealed(2, batch(5), 3));

      assertThat(store.total().count()).isEqualTo(15);
      assertThat(store.bySeries().tallies().total().count()).isEqualTo(15);
      assertThat(store.bySeries().dropped()).isEqualTo(3);
    }
  }

  @Test
  void writersDoNotTakeEachOthersNumbers() throws Exception {
    try (Store one = Store.at(url, null, null);
        Store other = Store.at(url, null, null)) {
      one.write(new Sealed(1, batch(10), 1));
      other.write(new Sealed(1, batch(10), 2));

      assertThat(one.total().count()).isEqualTo(20);
      assertThat(other.bySeries().dropped()).isEqualTo(3);
    }
  }

  @Test
  void aBatchThatFailsInTheMiddleLeavesNothing() throws Exception {
    try (Store store = Store.at(url, null, null)) {
      store.write(new Sealed(1, batch(10), 0));
      execute("ALTER TABLE rgate_latency RENAME TO hidden");
      assertThatThrownBy(() -> store.write(new Sealed(2, batch(5), 0)))
          .isInstanceOf(SQLException.class);
      execute("ALTER TABLE hidden RENAME TO rgate_latency");
      assertThat(store.total().count()).isEqualTo(10);

      store.write(new Sealed(2, batch(5), 0));
      assertThat(store.total().count()).isEqualTo(15);
    }
  }

  @Test
  void tablesOfANewerVersionAreNotTouched() throws Exception {
    try (Store store = Store.at(url, null, null)) {
      store.write(new Sealed(1, batch(1), 0));
    }
    execute("INSERT INTO rgate_schema (version) VALUES (1000)");

    try (Store store = Store.at(url, null, null)) {
      assertThatThrownBy(() -> store.write(new Sealed(1, batch(1), 0)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the tables are of version 1000, this rgate knows 1");
    }
  }

  @Test
  void aDayIsKeptApartFromTheNext() throws Exception {
    Batch two = new Batch();
    two.add(Samples.sample().build());
    two.add(Samples.sample().start(Samples.sample().build().start().plusSeconds(86_400)).build());

    try (Store store = Store.at(url, null, null)) {
      store.write(new Sealed(1, two, 0));
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
