package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Backend.Ejection;
import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Another endpoint is dialled while a connection hangs: over real sockets. */
class HedgeIT extends GatewayRig {
  /** Longer than any of these tests may take. */
  private static final Duration CONNECT = Duration.ofSeconds(60);

  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na";

  /** Listens and accepts nothing: its queue is full, so that connecting takes for ever. */
  private String blackHole() throws IOException, InterruptedException {
    ServerSocket full = open(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 4; i++) {
      SocketChannel filler = open(SocketChannel.open());
      filler.configureBlocking(false);
      filler.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
    }
    TimeUnit.MILLISECONDS.sleep(50);
    return "http://127.0.0.1:" + full.getLocalPort();
  }

  private Gateway.Builder builder(Duration connect, RawOrigin... origins) {
    return builder(
        ALL, Forwarding.DEFAULT.withTimeouts(Timeouts.DEFAULT.withConnect(connect)), origins);
  }

  private List<Integer> statuses(int count) throws Exception {
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FutureTask<Integer> task = new FutureTask<>(() -> ask(POST).status());
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    List<Integer> statuses = new ArrayList<>();
    for (FutureTask<Integer> task : tasks) {
      statuses.add(task.get(CONNECT.toSeconds() / 2, TimeUnit.SECONDS));
    }
    return statuses;
  }

  @Test
  void noRequestWaitsForTheTimeToConnectWhereOneEndpointTakesConnections() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(
        builder(CONNECT, origin)
            .endpoint(blackHole(), Map.of("all", ""))
            .endpoint(blackHole(), Map.of("all", "")));
    assertThat(statuses(20)).containsOnly(200).hasSize(20);
    assertThat(origin.requests()).as("each POST once").hasSize(20);
    assertThat(statuses(20)).containsOnly(200).hasSize(20);
  }

  @Test
  void oneThatTakesConnectionsAgainGetsRequestsLongBeforeItsTimeIsOver() throws Exception {
    Socket taken = open(new Socket());
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and refuses
    int port = taken.getLocalPort();
    Ejection rules = new Ejection(1, Duration.ofSeconds(20), Duration.ofMinutes(1), false);
    gateway(
        builder(ALL.withEjection(rules), Forwarding.DEFAULT, answering(OK))
            .endpoint("http://127.0.0.1:" + port, Map.of("all", "")));
    assertThat(statuses(40)).containsOnly(200); // one of these was refused, so it is out
    taken.close();
    AtomicInteger seen = new AtomicInteger();
    ServerSocket back = open(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> answer(back, seen));
    long began = System.nanoTime();
    while (seen.get() == 0) {
      assertThat(ask(GET).status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Answers one request on each connection. */
  private static void answer(ServerSocket server, AtomicInteger seen) {
    while (!server.isClosed()) {
      try (Wire wire = new Wire(server.accept())) {
        if (wire.request() != null) {
          seen.incrementAndGet();
          wire.send(OK.replace("\r\nC", "\r\nConnection: close\r\nC"));
        }
      } catch (IOException e) {
        continue; // a bare connection, or the end
      }
    }
  }

  @Test
  void whereNoneTakesConnectionsTheTimeToConnectIsTheEnd() throws Exception {
    gateway(
        builder(Duration.ofMillis(500))
            .endpoint(blackHole(), Map.of("all", ""))
            .endpoint(blackHole(), Map.of("all", "")));
    assertThat(statuses(3)).containsOnly(503).hasSize(3);
  }
}
