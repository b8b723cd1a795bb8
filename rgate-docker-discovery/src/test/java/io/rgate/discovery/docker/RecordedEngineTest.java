package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.engine.DockerEngine;
import io.rgate.discovery.docker.engine.EngineAddress;
import io.rgate.discovery.docker.place.Placement;
import io.rgate.discovery.docker.place.Sites;
import io.rgate.discovery.docker.watch.EngineWatch;
import io.rgate.discovery.docker.watch.SecondLook;
import io.rgate.discovery.docker.watch.Timing;
import io.rgate.spi.Discovered;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conversation with an engine of API 1.52, over a Unix socket. */
class RecordedEngineTest {
  private static final Map<String, String> LABELS = Map.of("app_name", "payment");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Heard heard = new Heard();
  private StandInEngine engine;
  private String host;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("docker.sock");
    engine = StandInEngine.at(socket);
    host = "unix://" + socket;
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void speaksTheNewestVersionAndUnderstandsEventsWithoutIdStatusAndFrom() throws Exception {
    engine.put("aaa", 9001, LABELS, "healthy");
    engine.put("bbb", 9002, LABELS, "starting");
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      assertThat(heard.await("aaa"))
          .isEqualTo(
              new Endpoint("aaa", "name-of-aaa", URI.create("http://127.0.0.1:9001"), LABELS, 1));
      assertThat(heard.find("bbb")).isEmpty();

      engine.put("bbb", 9002, LABELS, "healthy");
      engine.event("bbb", "health_status: healthy");
      heard.await(SECOND, "healthy: it is there", h -> h.find("bbb").isPresent());

      engine.event("aaa", "kill", Map.of("signal", "15"));
      heard.awaitGone("aaa", SECOND);

      engine.remove("bbb");
      engine.event("bbb", "destroy");
      heard.awaitGone("bbb", SECOND);
    }
    assertThat(engine.requests()).noneMatch(path -> path.contains("/info"));
    assertThat(heard.failures()).isEmpty();
  }

  @Test
  void streamThatEndsIsSubscribedToAgainAndWhatWasMissedIsFound() throws Exception {
    engine.put("aaa", 9001, LABELS, "none");
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.await("aaa");
      engine.endStreams();
      engine.put("bbb", 9002, LABELS, "none");
      heard.await(Duration.ofSeconds(2), "the missed one is there", h -> h.find("bbb").isPresent());
    }
  }

  /** Each cut costs one failure and one pause; in the end nothing is lost and nobody loops. */
  @Test
  void framesCutAtEveryByteLoseNoListAndBurnNoTime() throws Exception {
    AtomicInteger subscriptions = new AtomicInteger();
    AtomicInteger pauses = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    int last = 400;
    engine.cutSubscriptions(() -> {
      int bytes = subscriptions.getAndIncrement();
      return bytes > last ? Integer.MAX_VALUE : bytes;
    });
    engine.put("aaa", 9001, LABELS, "none");
    EngineAddress address = EngineAddress.parse("host", host, null);
    Timing timing =
        new Timing(
            duration -> {
              if (duration.equals(SecondLook.SOON) || duration.compareTo(SecondLook.LATER) >= 0) {
                // Not a pause after a failure.
                Thread.sleep(duration);
              } else {
                pauses.incrementAndGet();
              }
            },
            RandomGenerator.getDefault(),
            Duration.ofHours(1));
    EngineWatch watch =
        new EngineWatch(
            () -> DockerEngine.connect(address, PATIENCE),
            connected -> Sites.local().placer(),
            new EngineWatch.Reports() {
              @Override
              public void onPlacements(List<Placement> placements) {
                heard.report(Discovered.of(placements.stream().map(Placement::endpoint).toList()));
                // What is on the wire when the cut comes.
                engine.event("aaa", "update");
              }

              @Override
              public void onFailure(Exception failure) {
                failures.incrementAndGet();
              }
            },
            timing);
    Thread thread = Thread.ofVirtual().start(watch);
    try {
      heard.await(Duration.ofMinutes(1), "all cuts are over", h -> subscriptions.get() > last + 1);
      engine.put("bbb", 9002, LABELS, "none");
      engine.event("bbb", "start");
      heard.await("bbb");
      assertThat(heard.find("aaa")).isPresent();
    } finally {
      thread.interrupt();
      assertThat(thread.join(PATIENCE)).isTrue();
    }
    assertThat(pauses).as("one pause for each failure").hasValue(failures.get());
    // docker-java's client tries once more by itself where not one byte of an answer has come.
    assertThat(failures.get()).isBetween(last - 20, last + 1);
    assertThat(subscriptions).as("no subscription but for a cut").hasValue(last + 2);
  }

  @Test
  void engineThatFreezesIsReportedInTimeAndFollowedAgainWhenItThaws() throws Exception {
    engine.put("aaa", 9001, LABELS, "none");
    try (DockerDiscovery discovery =
        discovery().timeout(Duration.ofMillis(300)).resync(Duration.ofMillis(300)).build()) {
      discovery.start(heard);
      heard.await("aaa");
      engine.freeze(true);
      heard.await(Duration.ofSeconds(3), "the failure is reported", h -> !h.failures().isEmpty());
      assertThat(heard.failures().getFirst()).hasMessageContaining("no answer within 300 ms");
      assertThat(heard.find("aaa")).as("the last list stays").isPresent();
      engine.put("bbb", 9002, LABELS, "none");
      engine.freeze(false);
      heard.await(Duration.ofSeconds(2), "the list is right again", h -> h.find("bbb").isPresent());
    }
  }

  private DockerDiscovery.Builder discovery() {
    return DockerDiscovery.builder()
        .host(host)
        .reach(() -> Sites.loopbackOnly().reach())
        .listens(endpoint -> true);
  }
}
