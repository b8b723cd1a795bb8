package io.rgate.runtime;

import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.runtime.measure.NoStats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that hands one port over from gateway to gateway, under load. */
final class HandOvers {
  static final int ROUNDS = 20;

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** A network of its own, in which Linux migrates the connections of a port that is closed. */
  private static final String MIGRATING =
      "ip link set lo up && echo 1 > /proc/sys/net/ipv4/tcp_migrate_req && exec \"$@\"";

  private HandOvers() {}

  /** The command line of this program in a network where Linux migrates connections. */
  static String[] command(String unshare) {
    return Stream.concat(
            Stream.of(unshare, "-rn", "sh", "-c", MIGRATING, "sh"),
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                HostApplication.classPath(),
                HandOvers.class.getName()))
        .toArray(String[]::new);
  }

  /** Prints what {@link SteadyClients#toString} says in the end. */
  public static void main(String[] args) throws Exception {
    try (RawOrigin origin = origin()) {
      Gateway gateway = start(origin, 0);
      int port = gateway.port();
      try (SteadyClients clients = load(new SteadyClients(() -> List.of(port)))) {
        for (int i = 0; i < ROUNDS; i++) {
          clients.serve(200);
          Gateway next = start(origin, port);
          TimeUnit.MILLISECONDS.sleep(20);
          gateway.close();
          gateway = next;
        }
        clients.finish();
        System.out.println("20 hand-overs: " + clients);
      } finally {
        gateway.close();
      }
    }
  }

  private static Gateway start(RawOrigin origin, int port) {
    return Gateway.builder()
        .route("/", "all")
        .backend("all", "all")
        .endpoint(origin.url(), Map.of("all", ""))
        .stats(NoStats.INSTANCE)
        .front(new DirectFrontProvider())
        .upstream(new DirectUpstreamProvider())
        .host("127.0.0.1")
        .port(port)
        .reusePort(true)
        .start();
  }

  /** An origin that keeps nothing of what it was asked. */
  static RawOrigin origin() throws IOException {
    return RawOrigin.start((wire, self) -> {
      String head = wire.head();
      while (head != null) {
        for (int i = head.startsWith("POST") ? 4 : 0; i > 0; i--) {
          wire.read();
        }
        wire.send(OK);
        head = wire.head();
      }
    });
  }

  /** Starts clients of both kinds. */
  static SteadyClients load(SteadyClients clients) {
    return clients.keepingAlive(8, PAUSE).connecting(4, PAUSE);
  }
}
