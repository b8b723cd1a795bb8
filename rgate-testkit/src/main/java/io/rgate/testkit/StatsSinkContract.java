package io.rgate.testkit;

import static io.rgate.testkit.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.data.Percentage.withPercentage;

import io.rgate.api.StatsDetail;
import io.rgate.api.StatsDetail.Latency;
import io.rgate.api.StatsDetail.Statuses;
import io.rgate.api.StatsDetail.Traffic;
import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link StatsSink}, as tests. If the sink is also a {@link StatsSource}, that
 * contract is tested, too.
 */
public abstract class StatsSinkContract {
  private static final int THREADS = 64;
  private static final int EACH = 500;
  private static final Duration RECORDING = Duration.ofSeconds(20);

  private StatsSink sink;
  private boolean closed;

  /** For subclasses. */
  protected StatsSinkContract() {}

  /** Makes a sink of the tested kind; it runs and has counted nothing. */
  protected abstract StatsSink create() throws Exception;

  /** Makes the sink for a test. */
  @BeforeEach
  final void open() throws Exception {
    sink = create();
  }

  /** Closes the sink of a test, unless the test has closed it. */
  @AfterEach
  final void close() {
    if (!closed) {
      closeNow();
    }
  }

  private void closeNow() {
    closed = true;
    sink.close();
  }

  private static Traffic at(Map<String, Traffic> traffic, String name) {
    return traffic.getOrDefault(name, Traffic.NONE);
  }

  private void ifItCanBeAsked(Consumer<StatsSource> check) {
    if (sink instanceof StatsSource source) {
      check.accept(source);
    }
  }

  private void ifItTellsDetail(Consumer<StatsDetail> check) {
    ifItCanBeAsked(source -> {
      Optional<StatsDetail> detail = source.detail();
      detail.ifPresent(check);
    });
  }

  @Test
  void takesEverySampleOfManyThreadsAtOnceInAShortTime() throws Exception {
    Threads.run(
        THREADS,
        RECORDING,
        thread -> {
          for (int i = 0; i < EACH; i++) {
            sink.record(Samples.of(i % 5 == 0 ? 503 : 200, Duration.ofMillis(1 + thread)));
          }
        });

    ifItCanBeAsked(source -> {
      StatsSnapshot snapshot = source.snapshot();
      assertThat(snapshot.success()).isEqualTo(THREADS * EACH * 4L / 5);
      assertThat(snapshot.error()).isEqualTo(THREADS * EACH / 5L);
      assertThat(snapshot.latency().average()).isEqualTo(32.5);
      assertThat(snapshot.latency().p95()).isCloseTo(61, withPercentage(1));
      assertThat(snapshot.latency().p99()).isCloseTo(64, withPercentage(1));
    });
  }

  @Test
  void takesSamplesOfEveryKind() {
    Sample[] samples = {
      Samples.of(200, Duration.ZERO),
      Samples.of(399, Duration.ofNanos(-1)),
      Samples.of(499, Duration.ofDays(400)),
      sample().route("/a", "b").status(503).build(),
      sample().route("/a", "b").failedAt("x").failedAt("y").status(503).build(),
      sample().route("/a", "b").answeredBy("x").outcome(Outcome.ORIGIN_CUT).status(502).build(),
      sample().path("/a/%2e").bytes(Long.MAX_VALUE / 4, 1).build(),
      sample().route("/" + "long".repeat(2_000), "b\n\"'").answeredBy("ü").build(),
    };

    for (Sample each : samples) {
      assertThatCode(() -> sink.record(each)).doesNotThrowAnyException();
    }

    ifItCanBeAsked(source -> {
      assertThat(source.snapshot().success()).isEqualTo(4);
      assertThat(source.snapshot().error()).isEqualTo(4);
    });
  }

  @Test
  void aSampleThatComesAfterTheEndDoesNotThrow() {
    sink.record(Samples.of(200, Duration.ofMillis(1)));

    closeNow();

    assertThatCode(() -> sink.record(Samples.of(200, Duration.ofMillis(1))))
        .doesNotThrowAnyException();
  }

  @Test
  void isClosedWithinABoundedTime() {
    sink.record(Samples.of(200, Duration.ofMillis(1)));
    long start = System.nanoTime();

    closeNow();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void tellsZerosBeforeTheFirstSample() {
    assertThat(sink).isNotNull();
    ifItCanBeAsked(source -> assertThat(source.snapshot()).isEqualTo(StatsSnapshot.EMPTY));
    ifItTellsDetail(detail -> {
      assertThat(detail.total()).isEqualTo(Traffic.NONE);
      assertThat(detail.routes()).isEmpty();
    });
  }

  @Test
  void everySampleIsToldAsSoonAsItsRecordingHasReturned() {
    for (int count = 1; count <= 20; count++) {
      sink.record(Samples.of(200, Duration.ofMillis(1)));
      int recorded = count;
      ifItCanBeAsked(source -> assertThat(source.snapshot().success()).isEqualTo(recorded));
    }
    assertThat(sink).isNotNull();
  }

  @Test
  void detailTellsRoutesBackendsAndEndpointsApart() {
    sink.record(sample().route("/a", "one").answeredBy("x").bytes(10, 100).build());
    sink.record(sample().route("/a", "one").answeredBy("y").status(404).bytes(1, 2).build());
    sink.record(sample().route("/b", "one").failedAt("x").answeredBy("y").status(301).build());
    sink.record(sample().route("/c", "two").failedAt("z").status(503).build());
    sink.record(sample().status(403).build());

    assertThat(sink).isNotNull();
    ifItTellsDetail(detail -> {
      assertThat(detail.total().statuses()).isEqualTo(new Statuses(1, 1, 2, 1));
      assertThat(detail.routes()).containsOnlyKeys("/a", "/b", "/c");
      assertThat(detail.backends()).containsOnlyKeys("one", "two");
      assertThat(detail.endpoints()).containsOnlyKeys("x", "y", "z");
      assertThat(at(detail.routes(), "/a").bytesIn()).isEqualTo(11);
      assertThat(at(detail.routes(), "/a").bytesOut()).isEqualTo(102);
      assertThat(at(detail.routes(), "/b").retries()).isEqualTo(1);
      assertThat(at(detail.backends(), "one").statuses().count()).isEqualTo(3);
      assertThat(at(detail.endpoints(), "x").statuses().count()).isEqualTo(1);
      assertThat(at(detail.endpoints(), "x").retries()).isEqualTo(1);
      assertThat(at(detail.endpoints(), "y").statuses()).isEqualTo(new Statuses(0, 1, 1, 0));
      assertThat(at(detail.endpoints(), "z").retries()).isZero();
      assertThat(detail.dropped()).isZero();
    });
  }

  @Test
  void detailTellsLatencyAndSinceWhen() {
    for (int millis = 100; millis >= 1; millis--) {
      sink.record(
          sample()
              .start(sample().build().start().plusSeconds(millis))
              .latency(Duration.ofMillis(millis))
              .build());
    }

    assertThat(sink).isNotNull();
    ifItTellsDetail(detail -> {
      assertThat(detail.total().since()).isEqualTo(sample().build().start().plusSeconds(1));
      assertThat(detail.total().latency().average()).isEqualTo(50.5);
      assertThat(detail.total().latency().p50()).isCloseTo(50, withPercentage(1));
      assertThat(detail.total().latency().p95()).isCloseTo(95, withPercentage(1));
      assertThat(detail.total().latency().p99()).isCloseTo(99, withPercentage(1));
      assertThat(detail.total().latency().max()).isEqualTo(100);
    });
  }

  @Test
  void noPercentileIsAboveTheGreatestLatency() {
    sink.record(Samples.of(200, Duration.ofNanos(1_000_001)));

    assertThat(sink).isNotNull();
    ifItTellsDetail(detail -> {
      Latency latency = detail.total().latency();
      assertThat(latency.max()).isEqualTo(1.000_001);
      assertThat(latency.p50()).isLessThanOrEqualTo(latency.max());
      assertThat(latency.p99()).isLessThanOrEqualTo(latency.max());
    });
  }

  @Test
  void aSinkThatWorksTellsOfNoTrouble() {
    sink.record(Samples.of(200, Duration.ofMillis(1)));
    ifItCanBeAsked(StatsSource::snapshot);

    assertThat(sink.trouble()).isEmpty();
  }
}
