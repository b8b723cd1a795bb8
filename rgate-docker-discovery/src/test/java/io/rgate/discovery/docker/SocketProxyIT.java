package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The proxy of docs/docker.md: it lets discovery through, and nothing else. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
@Tag("docker")
class SocketProxyIT {
  private static final Path CONFIG = Path.of("..", "docs", "docker-socket-proxy.cfg");

  private final Heard heard = new Heard();

  @Test
  void followsContainersThroughProxyThatLetsNothingElseThrough(@TempDir Path directory)
      throws Exception {
    if (!OwnEngine.isThere("haproxy")) {
      ContainerCli.leaveOut("SocketProxyIT", "haproxy is not installed");
    }
    try (ContainerCli docker = ContainerCli.docker("SocketProxyIT")) {
      int port = freePort();
      Path config =
          Files.writeString(
              directory.resolve("haproxy.cfg"),
              Files.readString(CONFIG).replace("bind :2375", "bind 127.0.0.1:" + port));
      Process proxy = new ProcessBuilder("haproxy", "-f", config.toString()).inheritIO().start();
      try {
        assertThat(untilItListens(port).status()).isEqualTo(200);
        assertThat(Traffic.get("127.0.0.1", port, "/v1.41/info").status()).isEqualTo(403);
        assertThat(Traffic.get("127.0.0.1", port, "/v1.41/images/json").status()).isEqualTo(403);
        assertThat(Traffic.send("POST", "127.0.0.1", port, "/v1.41/containers/x/json").status())
            .isEqualTo(403);
        assertThat(Traffic.get("127.0.0.1", port, "/v1.41/containers/x/archive").status())
            .isEqualTo(403);
        follows(docker, "tcp://127.0.0.1:" + port);
      } finally {
        proxy.destroy();
        proxy.waitFor();
      }
    }
  }

  private void follows(ContainerCli docker, String host) throws Exception {
    try (DockerDiscovery discovery = DockerDiscovery.builder().host(host).build()) {
      discovery.start(heard);
      heard.awaitFirst();
      String id = docker.run("--expose=80");
      heard.await(Duration.ofSeconds(2), "it is seen", h -> h.find(id).isPresent());
      // Its ports are in no list.
      String inspected = docker.runOnPort(48_082, "--network=host", "--expose=48082");
      assertThat(heard.await(inspected).uri()).hasToString("http://127.0.0.1:48082");
      docker.remove(id);
      heard.awaitGone(id, Duration.ofSeconds(2));
      assertThat(heard.failures()).isEmpty();
    }
  }

  private static Traffic.Answer untilItListens(int port) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return Traffic.get("127.0.0.1", port, "/version");
      } catch (ConnectException e) {
        assertThat(i).as("tries until the proxy listens").isLessThan(500);
        Thread.sleep(10);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
