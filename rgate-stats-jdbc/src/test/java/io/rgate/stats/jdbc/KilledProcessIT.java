package io.rgate.stats.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.PostgresServer;
import io.rgate.testkit.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What a process loses that is killed ({@code kill -9}) under load. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class KilledProcessIT {
  private static final Duration FLUSH_EVERY = Duration.ofMillis(100);

  /** For the commit, the pipe that the counts come through, and a machine that is busy. */
  private static final Duration TOLERANCE = Duration.ofMillis(1_500);

  private static final int ROUNDS = 3;

  @TempDir private Path folder;

  /**
   * What is killed: it records without an end, and prints how many it has recorded, or how many are
   * stored if it asks for that.
   */
  static final class Recorder {
    private Recorder() {}

    public static void main(String[] arguments) throws InterruptedException {
      boolean asks = Boolean.parseBoolean(arguments[1]);
      JdbcStats stats = JdbcStats.builder().url(arguments[0]).flushEvery(FLUSH_EVERY).build();
      long before = stats.snapshot().success();
      for (long recorded = 0; ; recorded += 10) {
        System.out.println(asks ? stats.snapshot().success() - before : recorded);
        for (int i = 0; i < 10; i++) {
          stats.record(Samples.sample().route("/a", "b").answeredBy("e" + i).build());
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  /** The counts that it prints until it is killed, by the moment at which they came. */
  private static NavigableMap<Long, Long> run(String url, boolean asks, Duration life)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Recorder.class.getName(),
                url,
                String.valueOf(asks))
            .redirectError(Redirect.INHERIT)
            .start();
    NavigableMap<Long, Long> counts = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      do {
        addCount(lines, counts);
      } while (System.nanoTime() < counts.firstKey() + life.toNanos());
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    return counts;
  }

  private static void addCount(BufferedReader lines, NavigableMap<Long, Long> counts)
      throws IOException {
    String line = lines.readLine();
    assertThat(line).as("a count of the process").isNotNull();
    counts.put(System.nanoTime(), Long.parseLong(line));
  }

  private static long stored(String url) {
    try (JdbcStats stats = JdbcStats.builder().url(url).build()) {
      return stats.snapshot().success();
    }
  }

  private static void assertNothingIsLostThatWasStored(String url) throws Exception {
    long before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long told = run(url, true, Duration.ofMillis(700)).lastEntry().getValue();
      assertThat(told).isPositive();
      long now = stored(url);
      assertThat(now - before).as("stored in round %s", round).isGreaterThanOrEqualTo(told);
      before = now;
    }
  }

  private static void assertAllIsStoredButTheLastFlushEvery(String url) throws Exception {
    NavigableMap<Long, Long> recorded = run(url, false, Duration.ofSeconds(3));
    long death = recorded.lastKey();
    long certain = recorded.floorEntry(death - FLUSH_EVERY.plus(TOLERANCE).toNanos()).getValue();
    assertThat(certain).isPositive();
    assertThat(stored(url)).isGreaterThanOrEqualTo(certain);
  }

  @Test
  void whatH2HasStoredIsThereAfterwards() throws Exception {
    assertNothingIsLostThatWasStored("jdbc:h2:file:" + folder.resolve("stats"));
  }

  @Test
  void overH2AtMostTheLastFlushEveryIsLost() throws Exception {
    assertAllIsStoredButTheLastFlushEvery("jdbc:h2:file:" + folder.resolve("stats"));
  }

  @Test
  void overPostgresqlAtMostTheLastFlushEveryIsLost() throws Exception {
    try (PostgresServer server = PostgresServer.required("KilledProcessIT")) {
      assertNothingIsLostThatWasStored(server.url());
    }
    try (PostgresServer server = PostgresServer.required("KilledProcessIT")) {
      assertAllIsStoredButTheLastFlushEvery(server.url());
    }
  }
}
