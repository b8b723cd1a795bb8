package io.rgate.runtime.tunnel;

import io.rgate.api.Response;
import io.rgate.transport.Exchange;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The open tunnels of a gateway. One thread looks after all of them while there are any, and ends
 * those that are idle for too long. Safe for use by many threads.
 */
public final class Tunnels {
  private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST_PAUSE = Duration.ofMillis(10).toNanos();

  private final Set<OpenTunnel> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile boolean leaving;

  /** None are open. */
  public Tunnels() {}

  /**
   * The tunnel between the client of {@code exchange} and the origin of {@code response}, which is
   * a 101 with {@code origin}; to be run.
   *
   * @param client what the exchange has become
   */
  public OpenTunnel between(
      Exchange exchange, Exchange.Tunnel client, Response response, Response.Tunnel origin) {
    return new OpenTunnel(exchange, client, response, origin);
  }

  /** Copies both directions of {@code tunnel}; returns at its end, and throws nothing. */
  public void run(OpenTunnel tunnel) {
    open.add(tunnel);
    try {
      watch();
      if (leaving) {
        tunnel.leave();
      }
      tunnel.run();
    } finally {
      open.remove(tunnel);
    }
  }

  /** How many are open. */
  public int count() {
    return open.size();
  }

  /**
   * The gateway stops: both sides of each WebSocket are told so, and have a few seconds to end it.
   * Does not wait. Tunnels of other protocols go on; they cannot be told.
   */
  public void leave() {
    leaving = true;
    open.forEach(OpenTunnel::leave);
  }

  private void watch() {
    if (watched.compareAndSet(false, true)) {
      Thread.ofVirtual().name("rgate-tunnels").start(this::watchAll);
    }
  }

  private void watchAll() {
    try {
      long pause = SHORTEST_PAUSE;
      while (!open.isEmpty()) {
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watched.set(false);
      if (!open.isEmpty()) {
        watch();
      }
    }
  }

  /** Ends what is overdue; returns when to look again. */
  private long look() {
    long least = LONGEST_PAUSE;
    for (OpenTunnel each : open) {
      long left = each.left();
      if (left <= 0) {
        each.overdue();
      } else {
        least = Math.min(least, left);
      }
    }
    return Math.max(SHORTEST_PAUSE, least);
  }
}
