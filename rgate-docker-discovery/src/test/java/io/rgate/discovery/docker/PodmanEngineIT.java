package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract on a real Podman, through its API that is compatible with Docker's. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class PodmanEngineIT extends EngineContract {
  private static OwnEngine podman;

  @BeforeAll
  static void open() throws Exception {
    podman = OwnEngine.podman("PodmanEngineIT");
    podman.cli().importImage();
  }

  @AfterAll
  static void close() throws Exception {
    if (podman != null) {
      podman.close();
    }
  }

  @Override
  ContainerCli cli() {
    return podman.cli();
  }

  @Override
  DockerDiscovery.Builder discovery() {
    return DockerDiscovery.builder().host(podman.host());
  }

  @Test
  void standsBesideDockerBehindOneGateway() throws Exception {
    try (ContainerCli docker = ContainerCli.docker("PodmanEngineIT");
        DockerDiscovery discovery =
            DockerDiscovery.builder()
                .host("unix:///var/run/docker.sock")
                .host(podman.host())
                .build()) {
      discovery.start(heard);
      String one = docker.run("--expose=80");
      String other = cli().run("--expose=80");
      assertThat(Traffic.who(heard.await(one))).isEqualTo(one.substring(0, 12));
      assertThat(Traffic.who(heard.await(other))).isEqualTo(other.substring(0, 12));
      docker.remove(one);
      heard.awaitGone(one, latency());
      assertThat(heard.find(other)).isPresent();
    }
  }

  /** It leaves its checks to systemd, which is not everywhere. */
  @Override
  void checkHealth(String id) throws Exception {
    cli().tryTo("healthcheck", "run", id);
  }

  /** Its events go through a file that is looked at from time to time. */
  @Override
  Duration latency() {
    return Duration.ofSeconds(2);
  }
}
