package io.rgate.stats.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rgate.api.StatsDetail;
import io.rgate.testkit.Samples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Endpoints come and go for weeks; the sums stay right and the memory stays small. */
class BoundedSeriesTest {
  private static final int MOST = 50;

  private final MemoryStats stats =
      new MemoryStats(MOST, Duration.ofHours(1), InstantSource.system());

  private void record(String route, String endpoint) {
    stats.record(Samples.sample().route(route, "b").answeredBy(endpoint).bytes(1, 2).build());
  }

  private StatsDetail detail() {
    return stats.detail().orElseThrow();
  }

  @Test
  void whatIsFoldedStaysInTheSums() {
    for (int week = 0; week < 100; week++) {
      for (int i = 0; i < 10; i++) {
        record("/a", "container-" + week + "-" + i);
      }
      record("/a", "steady");
      stats.tick();
    }

    StatsDetail detail = detail();
    assertThat(detail.endpoints()).hasSizeLessThanOrEqualTo(MOST).containsKey("(others)");
    assertThat(detail.total().statuses().count()).isEqualTo(1_100);
    assertThat(detail.routes().get("/a").statuses().count()).isEqualTo(1_100);
    assertThat(detail.routes().get("/a").bytesOut()).isEqualTo(2_200);
    assertThat(detail.endpoints().get("steady").statuses().count()).isEqualTo(100);
    assertThat(detail.endpoints().values().stream().mapToLong(t -> t.statuses().count()).sum())
        .isEqualTo(1_100);
    assertThat(detail.total().latency().p99()).isCloseTo(1, within(0.0079));
  }

  @Test
  void routesThatComeAndGoAreFoldedToo() {
    for (int i = 0; i < 1_000; i++) {
      record("/route-" + i, "endpoint-" + i);
      stats.record(Samples.sample().build());
      stats.tick();
    }

    assertThat(detail().routes()).hasSizeLessThanOrEqualTo(MOST).containsKey("(others)");
    assertThat(detail().total().statuses().count()).isEqualTo(2_000);
    assertThat(detail().routes().values().stream().mapToLong(t -> t.statuses().count()).sum())
        .isEqualTo(1_000);
  }

  @Test
  void anEndpointWithoutARequestForAnHourIsOneOfTheOthers() {
    record("/a", "gone");
    record("/b", "gone");
    stats.record(Samples.sample().route("/quiet", "b").build());
    for (int step = 0; step < 360; step++) {
      record("/a", "alive");
      stats.tick();
    }
    assertThat(detail().endpoints()).containsOnlyKeys("gone", "alive");

    stats.tick();

    StatsDetail detail = detail();
    assertThat(detail.endpoints()).containsOnlyKeys("(others)", "alive");
    assertThat(detail.endpoints().get("(others)").statuses().count()).isEqualTo(2);
    assertThat(detail.routes()).containsOnlyKeys("/a", "/b", "/quiet");
    assertThat(detail.routes().get("/b").statuses().count()).isEqualTo(1);
    assertThat(detail.total().statuses().count()).isEqualTo(363);

    record("/b", "gone");
    assertThat(detail().endpoints().get("gone").statuses().count()).isEqualTo(1);
    assertThat(detail().routes().get("/b").statuses().count()).isEqualTo(2);
  }

  @Test
  void aFloodOfNewSeriesBetweenTwoStepsIsBoundedToo() {
    for (int i = 0; i < 10_000; i++) {
      record("/a", "endpoint-" + i);
    }

    assertThat(detail().endpoints()).hasSizeLessThanOrEqualTo(2 * MOST + 1);
    assertThat(detail().total().statuses().count()).isEqualTo(10_000);
  }

  @Test
  void nothingIsLostOrCountedTwiceWhileThreadsRecordAndSeriesAreFolded() throws Exception {
    int each = 50_000;
    AtomicBoolean done = new AtomicBoolean();
    Thread folding =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                stats.tick();
              }
            });
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  record("/r" + i % 3, "endpoint-" + i % 200);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    done.set(true);
    folding.join();

    assertThat(detail().total().statuses().count()).isEqualTo(8L * each);
    assertThat(detail().total().bytesOut()).isEqualTo(2 * 8L * each);
    assertThat(detail().endpoints().values().stream().mapToLong(t -> t.statuses().count()).sum())
        .isEqualTo(8L * each);
  }
}
