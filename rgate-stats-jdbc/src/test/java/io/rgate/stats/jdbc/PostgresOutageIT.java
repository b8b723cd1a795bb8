package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.StatsSnapshot;
import io.rgate.spi.StatsSource.StatsUnavailableException;
import io.rgate.testkit.PostgresServer;
import io.rgate.testkit.Samples;
import io.rgate.testkit.StatsLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A real PostgreSQL under load: a million samples, and its death in the middle of many. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class PostgresOutageIT {
  private PostgresServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = PostgresServer.required(PostgresOutageIT.class.getSimpleName());
  }

  @AfterEach
  void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private JdbcStats stats() {
    return JdbcStats.builder()
        .url(server.url())
        .flushEvery(Duration.ofMillis(50))
        .queue(1_000_000)
        .build();
  }

  @Test
  void aMillionSamplesOf64ThreadsAreCountedExactlyAndTheirPercentilesAreRight() throws Exception {
    try (JdbcStats stats = stats()) {
      StatsLoad load = StatsLoad.of(64, 1_000_000);

      load.recordInto(stats);

      load.assertToldBy(stats);
    }
  }

  @Test
  void killedAndStartedAgainUnderLoadEverySampleIsStoredOnceOrCountedAsDropped() throws Exception {
    AtomicLong recorded = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    try (JdbcStats one = stats();
        JdbcStats other = stats()) {
      List<Thread> threads = new ArrayList<>();
      for (JdbcStats stats : List.of(one, other, one, other)) {
        threads.add(Thread.ofPlatform().start(() -> recordUntil(done, stats, recorded)));
      }
      for (int death = 0; death < 4; death++) {
        awaitMore(recorded, 20_000);
        server.kill();
        awaitMore(recorded, 20_000);
        server.start();
        awaitMore(recorded, 20_000);
      }
      done.set(true);
      for (Thread thread : threads) {
        thread.join();
      }

      snapshot(one);
      StatsSnapshot all = snapshot(other);
      long dropped = other.detail().orElseThrow().dropped();
      assertThat(all.success() + all.error() + dropped).isEqualTo(recorded.get());
      assertThat(dropped).isZero();
    }
  }

  private static void recordUntil(AtomicBoolean done, JdbcStats stats, AtomicLong recorded) {
    while (!done.get()) {
      for (int i = 0; i < 10; i++) {
        stats.record(
            Samples.sample()
                .route("/route-" + i, "b")
                .answeredBy("e" + i)
                .latency(Duration.ofMillis(i))
                .build());
        recorded.incrementAndGet();
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
    }
  }

  private static void awaitMore(AtomicLong recorded, long more) throws InterruptedException {
    long wanted = recorded.get() + more;
    while (recorded.get() < wanted) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Asks until the database is back. */
  private static StatsSnapshot snapshot(JdbcStats stats) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return stats.snapshot();
      } catch (StatsUnavailableException e) {
        assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }
}
