package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.place.Sites;
import io.rgate.runtime.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How long a change takes from the engine's event to the gateway's snapshot, among many. */
class ScaleTest {
  private static final int FEW = 1_000;
  private static final int MANY = 10_000;
  private static final int BACKENDS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void changeIsInForceWithinTenthOfSecondAmongTenThousandContainers(@TempDir Path directory)
      throws Exception {
    Figures few = measure(directory.resolve("few.sock"), FEW);
    Figures many = measure(directory.resolve("many.sock"), MANY);
    System.out.println("figures: " + few);
    System.out.println("figures: " + many);

    assertThat(many.one()).isLessThan(Duration.ofMillis(100));
    // Ten times the containers: ten times the list, at most; and room for a busy machine.
    assertThat(many.one().toNanos()).isLessThan(30 * Math.max(few.one().toNanos(), 500_000));
    // A hundred changes at once cost less than a hundred changes one by one.
    assertThat(many.hundred().toNanos()).isLessThan(50 * many.one().toNanos());
  }

  /**
   * What was measured.
   *
   * @param full all of them listed and in force, from a start
   * @param one a change, in the median
   * @param hundred changes at once, in the median
   */
  private record Figures(int containers, Duration full, Duration one, Duration hundred) {
    @Override
    public String toString() {
      return containers
          + " containers: all listed "
          + full.toMillis()
          + " ms, one change "
          + one.toNanos() / 1000
          + " us, a hundred "
          + hundred.toNanos() / 1000
          + " us";
    }
  }

  private static Figures measure(Path socket, int containers) throws Exception {
    Heard heard = new Heard();
    Files.deleteIfExists(socket);
    try (StandInEngine engine = StandInEngine.at(socket)) {
      for (int i = 0; i < containers; i++) {
        engine.put(id(i), 1 + i, Map.of("app_name", "app" + i % BACKENDS), "healthy");
      }
      DockerDiscovery discovery =
          DockerDiscovery.builder()
              .host("unix://" + socket)
              .reach(() -> Sites.loopbackOnly().reach())
              .build();
      Gateway.Builder builder = Gateways.builder(discovery, heard);
      for (int i = 0; i < BACKENDS; i++) {
        builder.route("/app" + i, "app" + i).backend("app" + i, "app_name=app" + i);
      }
      long start = System.nanoTime();
      try (Gateway gateway = builder.start()) {
        heard.await(PATIENCE, "all are there", h -> h.endpoints().size() == containers);
        Duration full = Duration.ofNanos(System.nanoTime() - start);
        assertThat(gateway.port()).isPositive();
        return new Figures(
            containers, full, median(engine, heard, 1, 40), median(engine, heard, 100, 10));
      }
    }
  }

  private static Duration median(StandInEngine engine, Heard heard, int changes, int rounds)
      throws InterruptedException {
    List<Duration> times = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int port = 20_000 + round;
      for (int i = 0; i < changes; i++) {
        engine.put(id(i), port, Map.of("app_name", "app" + i % BACKENDS), "healthy");
      }
      long start = System.nanoTime();
      for (int i = 0; i < changes; i++) {
        engine.event(id(i), "update");
      }
      heard.await(
          PATIENCE,
          "the changes are in force",
          h -> h.endpoints().stream().filter(e -> e.uri().getPort() == port).count() >= changes);
      times.add(Duration.ofNanos(System.nanoTime() - start));
    }
    return times.stream().sorted().toList().get(rounds / 2);
  }

  private static String id(int number) {
    return "%064x".formatted(number + 1);
  }
}
