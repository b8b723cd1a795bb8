package io.rgate.discovery.docker;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on a real Podman, through its API that is compatible with Docker's. */
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
