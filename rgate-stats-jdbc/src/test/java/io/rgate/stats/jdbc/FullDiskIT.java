package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** H2 on a disk that is full for a while. It needs root, for the disk. */
@Tag("root")
class FullDiskIT {
  private long recorded;

  private void record(JdbcStats stats) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      recorded++;
      stats.record(
          Samples.sample().route("/" + "r".repeat(500) + recorded, "b").answeredBy("e").build());
    }
    Thread.sleep(20);
  }

  @Test
  void afterAFullDiskEverySampleIsStoredOnce() throws Exception {
    try (SmallDisk disk = SmallDisk.required(FullDiskIT.class.getSimpleName());
        LogLines log = new LogLines()) {
      String url = "jdbc:h2:file:" + disk.folder().resolve("stats");
      try (JdbcStats stats =
          JdbcStats.builder().url(url).flushEvery(Duration.ofMillis(20)).build()) {
        record(stats);
        assertThat(stats.snapshot().success()).isEqualTo(recorded);

        disk.fill();
        while (stats.trouble().isEmpty()) {
          record(stats);
          assertThat(recorded).as("samples on a full disk").isLessThan(9_000);
        }
        assertThat(stats.trouble().orElseThrow())
            .contains("No space left on device", "see that its disk has space", url);
        for (int i = 0; i < 20; i++) {
          record(stats);
        }

        disk.free();
        Await.until("the database can be used", () -> stats.trouble().isEmpty());
        record(stats);
        assertThat(stats.snapshot().success()).isEqualTo(recorded);
        assertThat(stats.detail().orElseThrow().dropped()).isZero();
      }

      assertThat(log.printed()).isEmpty();
      assertThat(log.messages()).hasSize(2);
      assertThat(log.messages().getFirst()).contains("cannot be used: No space left on device");
      assertThat(log.messages().getLast()).contains("can be used again");
      assertThat(log.all()).allSatisfy(line -> assertThat(line.getThrown()).isNull());
      try (JdbcStats again = JdbcStats.builder().url(url).build()) {
        assertThat(again.snapshot().success()).isEqualTo(recorded);
      }
    }
  }
}
