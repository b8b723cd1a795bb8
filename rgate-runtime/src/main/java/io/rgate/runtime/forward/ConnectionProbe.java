package io.rgate.runtime.forward;

import io.rgate.api.Endpoint;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Probes an endpoint that is out by a bare connection, where a request must not be risked: one that
 * may not be sent again.
 */
final class ConnectionProbe {
  private static final Duration MOST = Duration.ofSeconds(1);

  private ConnectionProbe() {}

  /** Starts a probe on a thread of its own if the time of an endpoint is over. */
  static void startIfDue(Pool pool, Duration connect) {
    Pick due = pool.claimForConnection();
    if (due != null) {
      Duration atMost = connect.compareTo(MOST) < 0 ? connect : MOST;
      Thread.ofVirtual().name("rgate-probe").start(() -> probe(pool, due, atMost));
    }
  }

  private static void probe(Pool pool, Pick due, Duration atMost) {
    Endpoint endpoint = due.endpoint();
    String host = endpoint.host();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(name, endpoint.port()), (int) atMost.toMillis());
      pool.passed(due);
    } catch (IOException | RuntimeException e) {
      pool.failed(due, Fault.CONNECT, "no connection: " + e.getMessage());
    }
  }
}
