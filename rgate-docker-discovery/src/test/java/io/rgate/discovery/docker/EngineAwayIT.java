package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** An engine that stops, or freezes, under load. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class EngineAwayIT {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static OwnEngine engine;

  private final Heard heard = new Heard();

  @BeforeAll
  static void open() throws Exception {
    engine = OwnEngine.docker("EngineAwayIT");
    engine.cli().importImage();
  }

  @AfterAll
  static void close() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void engineThatStopsAndStartsCostsNoRequestAndIsFollowedWithinTwoSeconds() throws Exception {
    try (Gateway gateway = gateway()) {
      String lives = served();
      String dies = served();
      long pid = pid(dies);
      Load load = Load.ofGets(gateway, 4);
      try (load) {
        engine.stop();
        heard.await(TWO_SECONDS, "the failure is reported", h -> !h.failures().isEmpty());
        // Nobody hears of it.
        ContainerCli.output(List.of("kill", "-9", String.valueOf(pid)));
        int before = load.count();
        Thread.sleep(2000);
        assertThat(load.count()).as("requests go on without the engine").isGreaterThan(before);
        assertThat(heard.find(dies)).as("the last list stays").isPresent();
        engine.start();
        Duration right =
            heard.await(TWO_SECONDS, "the list is right again", h -> h.find(dies).isEmpty());
        assertThat(heard.find(lives)).isPresent();
        System.out.printf(
            "figures: engine stopped and started: right again %d ms after its first answer%n",
            right.toMillis());
      }
      System.out.printf("figures: %d requests, failed: %s%n", load.count(), load.failures());
      assertThat(load.answers()).containsKey(lives.substring(0, 12));
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void engineThatFreezesCostsNoRequestAndLeavesNoThreadWaiting(@TempDir Path directory)
      throws Exception {
    try (Gateway gateway = gateway()) {
      String lives = served();
      String dies = served();
      long pid = pid(dies);
      Load load = Load.ofGets(gateway, 4);
      try (load) {
        engine.freeze();
        try {
          heard.await(
              Duration.ofSeconds(5), "the failure is reported", h -> !h.failures().isEmpty());
          assertThat(heard.failures().getFirst()).hasMessageContaining("no answer within");
          ContainerCli.output(List.of("kill", "-9", String.valueOf(pid)));
          // Several tries, none of which is answered.
          Thread.sleep(4 * TIMEOUT.toMillis());
          assertThat(calls(directory)).as("calls that wait for the engine").isLessThan(3);
          assertThat(heard.find(lives)).isPresent();
        } finally {
          engine.thaw();
        }
        Duration right =
            heard.await(TWO_SECONDS, "the list is right again", h -> h.find(dies).isEmpty());
        System.out.printf(
            "figures: engine frozen and thawed: right again after %d ms%n", right.toMillis());
      }
      System.out.printf("figures: %d requests, failed: %s%n", load.count(), load.failures());
      assertThat(load.failures()).isEmpty();
    }
  }

  /** Docker's proxies of published ports end with the engine, and the containers do not. */
  @Test
  void engineThatIsKilledCostsNoRequestWhileItsContainersLive() throws Exception {
    try (Gateway gateway = gateway()) {
      String lives = served();
      String dies = served();
      Load load = new Load(gateway, 4);
      try (load) {
        engine.kill();
        heard.await(TWO_SECONDS, "the failure is reported", h -> !h.failures().isEmpty());
        int before = load.count();
        Thread.sleep(3000);
        assertThat(load.count()).as("requests go on without the engine").isGreaterThan(before);
        engine.start();
        engine.cli().remove(dies);
        heard.awaitGone(dies, Duration.ofSeconds(10));
        assertThat(heard.find(lives)).isPresent();
      }
      System.out.printf(
          "figures: engine killed: %d requests, %d failed%n", load.count(), load.failures().size());
      assertThat(load.answers()).containsKeys(lives.substring(0, 12), dies.substring(0, 12));
      // A POST that the removed container was working on is lost: it may have had an effect.
      assertThat(load.failures()).allMatch(f -> f.what().startsWith("POST: ")).hasSizeLessThan(5);
    }
  }

  /** How many calls are under way; a dump by jcmd has virtual threads, too. */
  private static long calls(Path directory) throws IOException {
    Path dump = directory.resolve("threads");
    ContainerCli.output(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            String.valueOf(ProcessHandle.current().pid()),
            "Thread.dump_to_file",
            dump.toString()));
    String text = Files.readString(dump);
    assertThat(text).as("the dump has our threads").contains("\"rgate-docker ");
    return text.lines().filter(line -> line.contains("\"rgate-docker-call\"")).count();
  }

  private Gateway gateway() {
    DockerDiscovery discovery =
        DockerDiscovery.builder().host(engine.host()).timeout(TIMEOUT).resync(TIMEOUT).build();
    return Gateways.builder(discovery, heard)
        .route("/who", "payment")
        .route("/cgi-bin", "payment")
        .backend("payment", "app_name=payment")
        .start();
  }

  /** A container that serves already. */
  private String served() throws Exception {
    String id = engine.cli().run("-p=127.0.0.1::80", "--label=app_name=payment");
    assertThat(Traffic.who(heard.await(id))).isEqualTo(id.substring(0, 12));
    return id;
  }

  private static long pid(String id) throws IOException {
    return Long.parseLong(engine.cli().execute("inspect", "-f", "{{.State.Pid}}", id));
  }
}
