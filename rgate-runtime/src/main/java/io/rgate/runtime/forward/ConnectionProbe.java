package io.rgate.runtime.forward;

import io.rgate.runtime.balance.BareConnection;
import io.rgate.runtime.balance.DueProbes;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
import java.time.Duration;

/**
 * Tries endpoints that are out by a bare connection, beside the requests: those that took none the
 * last time, until they take one; and those that are due where no request that comes may be risked.
 */
final class ConnectionProbe {
  private static final Duration MOST = Duration.ofSeconds(1);

  private ConnectionProbe() {}

  /**
   * Starts what is due, each on a thread of its own.
   *
   * @param risk whether a request comes that may probe an endpoint
   * @param connect the time to connect
   */
  static void startIfDue(Pool pool, boolean risk, Duration connect) {
    Duration atMost = connect.compareTo(MOST) < 0 ? connect : MOST;
    for (Pick unreachable : DueProbes.unreachable(pool)) {
      start(() -> knock(unreachable, atMost));
    }
    Pick due = risk ? null : DueProbes.claim(pool);
    if (due != null) {
      start(() -> probe(pool, due, atMost));
    }
  }

  private static void start(Runnable what) {
    Thread.ofVirtual().name("rgate-probe").start(what);
  }

  private static void knock(Pick unreachable, Duration atMost) {
    unreachable.state().knocked(BareConnection.failure(unreachable.endpoint(), atMost) == null);
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
