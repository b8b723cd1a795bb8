package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Sample;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import io.rgate.spi.StatsSource.StatsUnavailableException;
import io.rgate.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStatsIT {
  private static final Sample SAMPLE = Samples.of(200, Duration.ofMillis(1));

  /** Nobody listens there: the port of "tcpmux", which nothing has used for decades. */
  private static final String AWAY = "jdbc:postgresql://127.0.0.1:1/none";

  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    url = "jdbc:h2:file:" + folder.resolve("stats");
  }

  private static void record(StatsSink sink, int times) {
    for (int i = 0; i < times; i++) {
      sink.record(SAMPLE);
    }
  }

  @Test
  void whatWasRecordedBeforeTheEndIsThereAfterARestart() {
    try (JdbcStats stats = JdbcStats.builder().url(url).flushEvery(Duration.ofHours(1)).build()) {
      record(stats, 100);
    }
    try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
      record(stats, 11);

      assertThat(stats.snapshot().success()).isEqualTo(111);
      assertThat(stats.detail().orElseThrow().dropped()).isZero();
    }
  }

  @Test
  void severalGatewaysAddUp() throws Exception {
    try (JdbcStats one = JdbcStats.builder().url(url).build();
        JdbcStats other = JdbcStats.builder().url(url).build()) {
      for (int round = 0; round < 20; round++) {
        record(one, 10);
        record(other, 5);
        assertThat(one.snapshot().success()).isGreaterThanOrEqualTo((round + 1) * 10);
      }

      other.snapshot();
      assertThat(one.snapshot().success()).isEqualTo(300);
      assertThat(other.snapshot()).isEqualTo(one.snapshot());
    }
  }

  /** None of them is the first: all make the tables, and who loses takes them as they are. */
  @Test
  void gatewaysThatStartAtOnceOnAnEmptyDatabaseAllStore() throws Exception {
    List<Callable<Void>> gateways =
        Collections.nCopies(
            8,
            () -> {
              try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
                record(stats, 10);
                assertThat(stats.snapshot().success()).isGreaterThanOrEqualTo(10);
              }
              return null;
            });

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> each : threads.invokeAll(gateways)) {
        each.get();
      }
    }

    try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
      assertThat(stats.snapshot().success()).isEqualTo(80);
    }
  }

  @Test
  void withTheDatabaseAwayARequestWaitsForNothingAndAQuestionFails() {
    JdbcStats stats = JdbcStats.builder().url(AWAY).closeWithin(Duration.ofMillis(300)).build();
    try (stats) {
      long start = System.nanoTime();
      record(stats, 10_000);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

      assertThatThrownBy(stats::snapshot).isInstanceOf(StatsUnavailableException.class);
    }
  }

  @Test
  void theEndIsNotHeldUpByADatabaseThatIsAway() {
    JdbcStats stats = JdbcStats.builder().url(AWAY).closeWithin(Duration.ofMillis(500)).build();
    record(stats, 10);
    long start = System.nanoTime();

    stats.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void whatFindsNoRoomIsCountedAsDropped() throws Exception {
    try (JdbcStats stats = JdbcStats.builder().url(url).queue(1).build()) {
      record(stats, 50_000);

      long stored = stats.snapshot().success();
      long dropped = stats.detail().orElseThrow().dropped();
      assertThat(dropped).isPositive();
      assertThat(stored + dropped).isEqualTo(50_000);
    }
  }

  @Test
  void settingsSayWhereAndHow() {
    Settings settings =
        Settings.of(
            "stats",
            Map.of("url", url, "queue", "10", "flush_every", "250ms", "close_within", "2s"),
            key -> null);

    try (StatsSink sink = new JdbcStatsProvider().create(settings)) {
      settings.rejectUnknown();
      sink.record(SAMPLE);
      assertThat(((StatsSource) sink).snapshot().success()).isEqualTo(1);
    }
  }

  @Test
  void aUrlThatNoDriverTakesIsAnErrorOfTheSetting() {
    Settings settings =
        Settings.of("stats", Map.of("url", "jdbc:oracle:thin:scott/tiger@//db"), key -> null);

    assertThatThrownBy(() -> new JdbcStatsProvider().create(settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("stats.url: no JDBC driver on the path takes 'jdbc:oracle:thin:")
        .hasMessageNotContaining("tiger");
  }
}
