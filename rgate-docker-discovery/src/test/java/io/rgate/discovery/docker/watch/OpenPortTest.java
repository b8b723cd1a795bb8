package io.rgate.discovery.docker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as somebody who listens behind a proxy. */
class OpenPortTest {
  private static Endpoint at(ServerSocket server) {
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
    return new Endpoint("a", "a", uri, Map.of(), 1);
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void oneThatWaitsForTheRequestListens() throws Exception {
    try (ServerSocket server = server()) {
      assertThat(OpenPort.keeps(at(server))).isTrue();
    }
  }

  @Test
  void oneThatEndsTheConnectionAtOnceDoesNot() throws Exception {
    try (ServerSocket server = server()) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              server.accept().close();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(OpenPort.keeps(at(server))).isFalse();
    }
  }

  @Test
  void oneThatRefusesDoesNot() throws Exception {
    ServerSocket server = server();
    server.close();
    assertThat(OpenPort.keeps(at(server))).isFalse();
  }
}
