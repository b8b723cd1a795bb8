package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Docker Engine. */
@Tag("docker")
class DockerDiscoveryIT {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final String TESTS = "DockerDiscoveryIT";

  private final Heard heard = new Heard();

  @Test
  void followsContainersWithinSecondOfTheirStartAndStop() throws Exception {
    try (ContainerCli docker = ContainerCli.docker(TESTS);
        DockerDiscovery discovery = DockerDiscovery.builder().build()) {
      discovery.start(heard);
      String id = docker.run("-p", "127.0.0.1::80", "--label", "app_name=payment");
      heard.await(ONE_SECOND, "the container is seen", h -> h.find(id).isPresent());
      Endpoint endpoint = heard.find(id).orElseThrow();
      assertThat(endpoint.labels()).isEqualTo(Map.of("app_name", "payment"));
      assertThat(endpoint.uri().getHost()).isEqualTo("127.0.0.1");
      assertThat(who(endpoint)).isEqualTo(id.substring(0, 12));

      docker.execute("stop", "-t", "1", id);
      heard.awaitGone(id, ONE_SECOND);
      docker.execute("start", id);
      heard.await(ONE_SECOND, "it is seen again", h -> h.find(id).isPresent());
    }
  }

  @Test
  void containerWithoutPublishedPortHasItsOwnAddress() throws Exception {
    try (ContainerCli docker = ContainerCli.docker(TESTS);
        DockerDiscovery discovery = DockerDiscovery.builder().build()) {
      discovery.start(heard);
      String id = docker.run("--expose", "80");
      Endpoint endpoint = heard.await(id);
      assertThat(endpoint.uri().getHost())
          .isEqualTo(docker.execute("inspect", "-f", "{{.NetworkSettings.IPAddress}}", id));
      assertThat(endpoint.uri().getPort()).isEqualTo(80);
      assertThat(who(endpoint)).isEqualTo(id.substring(0, 12));
    }
  }

  @Test
  void engineThatIsAwayIsReportedAndTheStartDoesNotWait(@TempDir Path directory) throws Exception {
    String host = "unix://" + directory.resolve("nobody.sock");
    try (DockerDiscovery discovery = DockerDiscovery.builder().host(host).build()) {
      long start = System.nanoTime();
      discovery.start(heard);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ONE_SECOND);
      heard.await(ONE_SECOND, "a failure is reported", h -> !h.failures().isEmpty());
      assertThat(heard.failures().getFirst()).hasMessageContaining("GET /version");
    }
  }

  /** Right after its start a container may not listen yet. */
  private static String who(Endpoint endpoint) throws Exception {
    URI uri = endpoint.uri().resolve("/who");
    for (int i = 0; ; i++) {
      try (InputStream in = uri.toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (ConnectException e) {
        assertThat(i).as("tries until %s accepts", uri).isLessThan(200);
        Thread.sleep(10);
      }
    }
  }
}
