package io.rgate.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.rgate.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The check against the health service of gRPC-Java, and against what is none. */
class GrpcCheckIT {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final HealthStatusManager HEALTH = new HealthStatusManager();
  private static Server server;
  private static Server without;

  @BeforeAll
  static void start() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        NettyServerBuilder.forAddress(any).addService(HEALTH.getHealthService()).build().start();
    without = NettyServerBuilder.forAddress(any).build().start();
    HEALTH.setStatus("shop.v1.Shop", ServingStatus.SERVING);
    HEALTH.setStatus("shop.v1.Broken", ServingStatus.NOT_SERVING);
    HEALTH.setStatus("s".repeat(300), ServingStatus.SERVING);
  }

  @AfterAll
  static void stop() {
    server.shutdownNow();
    without.shutdownNow();
  }

  private static @Nullable String failure(int port, String service, Duration atMost) {
    Endpoint endpoint = new Endpoint("e", URI.create("http://127.0.0.1:" + port), Map.of());
    return GrpcCheck.failure(endpoint, service, atMost);
  }

  @Test
  void aServerAndAServiceThatServePass() {
    assertThat(failure(server.getPort(), "", TIME)).isNull();
    assertThat(failure(server.getPort(), "shop.v1.Shop", TIME)).isNull();
    assertThat(failure(server.getPort(), "s".repeat(300), TIME)).isNull();
  }

  @Test
  void aServiceThatDoesNotServeFails() {
    assertThat(failure(server.getPort(), "shop.v1.Broken", TIME))
        .isEqualTo("its gRPC health service says that 'shop.v1.Broken' is NOT_SERVING");
  }

  @Test
  void aServiceThatIsNotKnownFails() {
    assertThat(failure(server.getPort(), "nobody", TIME))
        .isEqualTo("its gRPC health service does not know 'nobody', or is not there");
  }

  @Test
  void aServerWithoutAHealthServiceFails() {
    assertThat(failure(without.getPort(), "", TIME))
        .isEqualTo("its gRPC health service does not know the server, or is not there");
  }

  @Test
  void whatDoesNotSpeakHttp2Fails() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAsHttp1(other));
      assertThat(failure(other.getLocalPort(), "", TIME))
          .startsWith("its gRPC health service cannot be asked: it does not speak HTTP/2");
    }
  }

  private static void answerAsHttp1(ServerSocket other) {
    try (Socket client = other.accept()) {
      client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
      client.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The check has ended its connection.
    }
  }

  @Test
  void silenceFailsWhenTheTimeIsOver() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertThat(failure(silent.getLocalPort(), "", Duration.ofMillis(200)))
          .isEqualTo("no answer of its gRPC health service within 200 ms");
    }
  }

  @Test
  void aRefusedConnectionFails() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThat(failure(port, "", TIME)).startsWith("its gRPC health service cannot be asked: ");
  }
}
