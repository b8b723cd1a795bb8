package io.rgate.httpserver;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Closes connections whose client has taken too long. One look at all of them costs no timers. */
final class Watch {
  /** Where its clock begins, so that every time compares with every other. */
  static final long START = System.nanoTime();

  private static final long PERIOD = Duration.ofMillis(100).toNanos();

  private final Set<Connection> connections;
  private final Thread thread = Thread.ofVirtual().name("rgate-server-watch").unstarted(this::run);
  private volatile boolean stopped;

  Watch(Set<Connection> connections) {
    this.connections = connections;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stopped) {
      LockSupport.parkNanos(PERIOD);
      long now = System.nanoTime() - START;
      for (Connection connection : connections) {
        connection.closeIfOverdue(now);
      }
    }
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
