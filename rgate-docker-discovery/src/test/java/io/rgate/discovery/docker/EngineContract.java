package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.DockerDiscovery.Address;
import io.rgate.spi.Discovered.Rejected;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What discovery does on any real engine. */
abstract class EngineContract {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final String LABEL = "--label=app_name=payment";

  /** Passes quickly once its file is there. */
  private static final String[] HEALTH_CHECK = {
    "--health-cmd=test -e /ok", "--health-interval=1s", "--health-retries=1"
  };

  final Heard heard = new Heard();

  /** The command line of the engine. */
  abstract ContainerCli cli();

  /** A discovery on the engine. */
  abstract DockerDiscovery.Builder discovery();

  /** What it takes for the engine to tell of a change by itself. */
  Duration latency() {
    return ONE_SECOND;
  }

  @Test
  void followsContainersAsTheyComeAndGo() throws Exception {
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id = cli().run("-p=127.0.0.1::80", LABEL);
      heard.await(latency(), "the container is seen", h -> h.find(id).isPresent());
      Endpoint endpoint = heard.find(id).orElseThrow();
      assertThat(endpoint.labels()).containsAllEntriesOf(Map.of("app_name", "payment"));
      // Its own, for this machine is on its network.
      assertThat(endpoint.uri().getPort()).isEqualTo(80);
      assertThat(heard.choice(id)).startsWith("its own, on the network ");
      assertThat(Traffic.who(endpoint)).isEqualTo(id.substring(0, 12));

      cli().execute("stop", "-t", "1", id);
      heard.awaitGone(id, latency());
      cli().execute("start", id);
      heard.await(latency(), "it is seen again", h -> h.find(id).isPresent());
      cli().remove(id);
      heard.awaitGone(id, latency());
    }
  }

  @Test
  void withoutPublishedPortTheContainersOwnAddressServes() throws Exception {
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id = cli().run("--expose=80", LABEL);
      Endpoint endpoint = heard.await(id);
      assertThat(endpoint.uri().getPort()).isEqualTo(80);
      assertThat(Traffic.who(endpoint)).isEqualTo(id.substring(0, 12));
    }
  }

  @Test
  void publishedPortServesWhereItIsDemanded() throws Exception {
    try (DockerDiscovery discovery = discovery().address(Address.PUBLISHED).build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id = cli().run("-p=127.0.0.1::80", LABEL);
      Endpoint endpoint = heard.await(id);
      assertThat(endpoint.uri().getHost()).isEqualTo("127.0.0.1");
      assertThat(heard.choice(id)).isEqualTo("published, as the setting address says");
      assertThat(Traffic.who(endpoint)).isEqualTo(id.substring(0, 12));
    }
  }

  @Test
  void addressPortWeightAndSchemeAreTunedByLabels() throws Exception {
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id =
          cli()
              .run(
                  "-p=127.0.0.1::80",
                  "--expose=9999",
                  "--label=rgate.address=container",
                  "--label=rgate.port=80",
                  "--label=rgate.weight=5");
      Endpoint endpoint = heard.await(id);
      assertThat(endpoint.weight()).isEqualTo(5);
      assertThat(endpoint.uri().getHost()).isNotEqualTo("127.0.0.1");
      assertThat(Traffic.who(endpoint)).isEqualTo(id.substring(0, 12));

      String secure = cli().run("--label=rgate.port=8443", "--label=rgate.scheme=https");
      assertThat(heard.await(secure).uri().toString()).startsWith("https://").endsWith(":8443");
    }
  }

  @Test
  void ofSeveralPortsTheLowestAndWithWrongLabelsNone() throws Exception {
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String several = cli().run("--expose=8080", "--expose=8443");
      assertThat(heard.await(several).uri().getPort()).isEqualTo(8080);
      String wrong = cli().run("--expose=80", "--label=rgate.weight=much");
      assertThat(rejection(wrong).reason())
          .isEqualTo("label rgate.weight must be a whole number from 0 to 1000, was 'much'");
      String none = cli().run();
      assertThat(rejection(none).reason()).contains("no TCP port is exposed");
    }
  }

  @Test
  void ofSeveralNetworksTheOneThatTheLabelNames() throws Exception {
    String network = "rgate-test-" + ProcessHandle.current().pid();
    cli().execute("network", "create", network);
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id =
          cli().run("--network=" + network, "--expose=80", "--label=rgate.network=" + network);
      assertThat(Traffic.who(heard.await(id))).isEqualTo(id.substring(0, 12));
      String lost = cli().run("--expose=80", "--label=rgate.network=" + network);
      assertThat(rejection(lost).reason()).contains("no address on network '" + network);
      cli().remove(id);
    } finally {
      cli().execute("network", "rm", network);
    }
  }

  @Test
  void countsOnlyWhileHealthyUnlessTold() throws Exception {
    Heard ignoring = new Heard();
    try (DockerDiscovery discovery = discovery().build();
        DockerDiscovery ignorant = discovery().ignoreHealth(true).build()) {
      discovery.start(heard);
      heard.awaitFirst();
      ignorant.start(ignoring);
      String[] options = new String[HEALTH_CHECK.length + 1];
      System.arraycopy(HEALTH_CHECK, 0, options, 0, HEALTH_CHECK.length);
      options[HEALTH_CHECK.length] = "--expose=80";
      String id = cli().run(options);
      ignoring.await(id);
      assertThat(rejection(id).reason()).isIn("health check: starting", "unhealthy");
      cli().execute("exec", id, "touch", "/ok");
      checkHealth(id);
      heard.await(Duration.ofSeconds(5), "healthy: it is there", h -> h.find(id).isPresent());
      cli().execute("exec", id, "rm", "/ok");
      checkHealth(id);
      heard.awaitGone(id, Duration.ofSeconds(5));
      assertThat(rejection(id).reason()).isEqualTo("unhealthy");
      assertThat(ignoring.find(id)).isPresent();
    }
  }

  /** Has the check made, where the engine does not do so by itself. */
  void checkHealth(String id) throws Exception {
    assertThat(id).as("the engine checks it each second").isNotEmpty();
  }

  @Test
  void pausedContainerIsNone() throws Exception {
    try (DockerDiscovery discovery = discovery().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id = cli().run("--expose=80");
      heard.await(id);
      cli().execute("pause", id);
      heard.awaitGone(id, latency());
      assertThat(rejection(id).reason()).isEqualTo("not running: paused");
      cli().execute("unpause", id);
      heard.await(id);
    }
  }

  /** What keeps a container out, when that is known. */
  final Rejected rejection(String id) throws InterruptedException {
    heard.await(
        Duration.ofSeconds(10),
        id + " is rejected",
        h -> h.rejection(id).filter(r -> !r.reason().equals("not running: created")).isPresent());
    return heard.rejection(id).orElseThrow();
  }
}
