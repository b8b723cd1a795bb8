package io.rgate.runtime.forward;

import io.rgate.runtime.balance.BareConnection;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
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
    String failure = BareConnection.failure(due.endpoint(), atMost);
    if (failure == null) {
      pool.passed(due);
    } else {
      pool.failed(due, Fault.CONNECT, failure);
    }
  }
}
