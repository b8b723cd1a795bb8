package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract, and what only Docker tells, on a real Docker Engine. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class DockerEngineIT extends EngineContract {
  private ContainerCli docker;

  @BeforeEach
  void open() throws Exception {
    docker = ContainerCli.docker("DockerEngineIT");
  }

  @AfterEach
  void close() throws Exception {
    if (docker != null) {
      docker.close();
    }
  }

  @Override
  ContainerCli cli() {
    return docker;
  }

  @Override
  DockerDiscovery.Builder discovery() {
    return DockerDiscovery.builder();
  }

  /** The container ignores TERM, so that it goes on running, as one that drains does. */
  @Test
  void leavesWhenItIsToldToStopAndNotWhenItStops() throws Exception {
    try (DockerDiscovery discovery = DockerDiscovery.builder().build()) {
      discovery.start(heard);
      String id = docker.runStubborn("--expose=80");
      heard.await(id);
      docker.execute("kill", "-s", "HUP", id);
      docker.execute("kill", "-s", "TERM", id);
      heard.awaitGone(id, Duration.ofSeconds(1));
      assertThat(rejection(id).reason()).isEqualTo("stopping");
      assertThat(docker.execute("inspect", "-f", "{{.State.Running}}", id)).isEqualTo("true");
      docker.execute("restart", "-t", "0", id);
      heard.await(id);
    }
  }

  @Test
  void imagesOwnStopSignalCountsAndOthersDoNot() throws Exception {
    try (DockerDiscovery discovery = DockerDiscovery.builder().build()) {
      discovery.start(heard);
      String id = docker.runStubborn("--expose=80", "--stop-signal=SIGQUIT");
      heard.await(id);
      docker.execute("kill", "-s", "HUP", id);
      docker.execute("pause", id);
      docker.execute("unpause", id);
      heard.await(id);
      docker.execute("kill", "-s", "QUIT", id);
      heard.awaitGone(id, Duration.ofSeconds(1));
      assertThat(rejection(id).reason()).isEqualTo("stopping");
    }
  }

  @Test
  void containerOnTheHostsNetworkIsReachedOnTheHost() throws Exception {
    try (DockerDiscovery discovery = DockerDiscovery.builder().build()) {
      discovery.start(heard);
      // Not 80, which the host itself may need.
      String id = docker.runOnPort(48_080, "--network=host", "--label=rgate.port=48080");
      Endpoint endpoint = heard.await(id);
      assertThat(endpoint.uri()).hasToString("http://127.0.0.1:48080");
      assertThat(Traffic.who(endpoint)).isNotEmpty();
      String exposed = docker.runOnPort(48_081, "--network=host", "--expose=48081");
      assertThat(heard.await(exposed).uri()).hasToString("http://127.0.0.1:48081");
    }
  }

  /** Docker's list tells no ports of such a container. */
  @Test
  void containerOnInternalNetworkIsReachedAtThePortThatItExposes() throws Exception {
    String network = "rgate-internal-" + ProcessHandle.current().pid();
    docker.execute("network", "create", "--internal", network);
    try (DockerDiscovery discovery = DockerDiscovery.builder().build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id = docker.run("--network=" + network, "--expose=80");
      Endpoint endpoint = heard.await(id);
      assertThat(endpoint.uri().getPort()).isEqualTo(80);
      assertThat(Traffic.who(endpoint)).isEqualTo(id.substring(0, 12));
      docker.remove(id);
    } finally {
      docker.execute("network", "rm", network);
    }
  }
}
