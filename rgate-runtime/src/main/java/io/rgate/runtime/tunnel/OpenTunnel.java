package io.rgate.runtime.tunnel;

import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.Response;
import io.rgate.transport.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel between a client and an origin. One thread copies each direction; any thread may end it.
 */
public final class OpenTunnel {
  private static final System.Logger LOG = System.getLogger(OpenTunnel.class.getName());

  /** How long both sides have for the closing handshake of WebSocket after a notice. */
  static final Duration CLOSING = Duration.ofSeconds(5);

  private final Exchange exchange;
  private final Exchange.Tunnel client;
  private final InputStream fromOrigin;
  private final Direction up;
  private final Direction down;
  private final boolean polite;
  private final long idle;

  /** When it is cut after a notice; 0 before. */
  private volatile long cutAt;

  private volatile boolean ending;

  /**
   * Between the client of {@code exchange} and the origin of {@code response}, which is a 101.
   *
   * @param client what the exchange has become
   */
  OpenTunnel(Exchange exchange, Exchange.Tunnel client, Response response, Response.Tunnel origin) {
    this.exchange = exchange;
    this.client = client;
    this.fromOrigin = response.body().stream();
    byte @Nullable [] notice = Notice.toClient(origin.protocol());
    this.polite = notice != null;
    this.up = new Direction(client.in(), origin.out(), Notice.toOrigin(origin.protocol()));
    this.down = new Direction(fromOrigin, client.out(), notice);
    this.idle = origin.idle().toNanos();
  }

  /** How many bytes the client has sent. */
  public long bytesIn() {
    return up.bytes();
  }

  /** How many bytes the origin has sent. */
  public long bytesOut() {
    return down.bytes();
  }

  /** Copies both directions, on this thread and another one, until the end of the tunnel. */
  void run() {
    Thread other = Thread.ofVirtual().name("rgate-tunnel").start(() -> copy(up));
    copy(down);
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ending) {
      down.endFarSide(); // in order, so that the client does not take it for a failure
    }
    close();
  }

  private void copy(Direction direction) {
    try {
      direction.copy();
    } catch (IOException | RuntimeException e) {
      LOG.log(DEBUG, "a tunnel has ended", e);
      if (!ending) {
        exchange.abort(); // what one side has broken off does not look like an end to the other
      }
      close();
    }
  }

  /** How many nanoseconds it may stay open if nothing moves. */
  long left() {
    long now = System.nanoTime();
    if (cutAt != 0) {
      return cutAt - now;
    }
    return idle - Math.min(now - up.moved(), now - down.moved());
  }

  /** Called when that time is over. */
  void overdue() {
    if (polite && cutAt == 0) {
      leave();
    } else {
      LOG.log(DEBUG, "a tunnel is cut that was idle, or did not end in time");
      close();
    }
  }

  /** Tells both sides that this is the end, if the protocol can say so, and has them end it. */
  void leave() {
    if (!polite || cutAt != 0) {
      return;
    }
    cutAt = System.nanoTime() + CLOSING.toNanos() | 1;
    up.wantNotice();
    down.wantNotice();
    Thread.ofVirtual().name("rgate-tunnel-end").start(up::giveNotice);
    Thread.ofVirtual().name("rgate-tunnel-end").start(down::giveNotice);
  }

  /** Ends both directions at once. */
  void close() {
    ending = true;
    client.close();
    try {
      fromOrigin.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "the origin's connection is gone already", e);
    }
  }
}
