package io.rgate.http.client;

import io.rgate.http.loop.Patience;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.Watcher;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.Output;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One connection to an origin, used by one request at a time: by the thread that reads the answer
 * and, beside it, at most one that writes the request. Any thread may close it. While it is idle
 * the loop watches it, so that one that the origin closes, or on which it sends what nobody has
 * asked for, is closed at once.
 */
final class OriginConnection implements Watcher {
  private static final Patience NONE = since -> 0;

  private final Transport transport;
  private final ConnectionPool pool;
  private final Input input;
  private final Output output;

  OriginConnection(Transport transport, ConnectionPool pool) {
    this.transport = transport;
    this.pool = pool;
    this.input = new Input(transport, NONE);
    this.output = new Output(transport, NONE);
  }

  Transport transport() {
    return transport;
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  /** Begins a request that waits as long as each of these says. */
  void begin(Patience reading, Patience writing) {
    input.begin();
    input.patience(reading);
    output.begin();
    output.patience(writing);
  }

  /** Lays it aside; it is closed if nobody has taken it up for {@code nanos}. */
  void rest(long nanos) {
    input.rest();
    output.begin();
    transport.watch(this, nanos);
  }

  /**
   * Takes it up again; false if it is of no use any more.
   *
   * @param surely whether to look for an end that the loop may not have seen yet
   */
  boolean resume(boolean surely) {
    if (!transport.unwatch() || !(transport.isQuiet() || hasNothingToRead())) {
      return false;
    }
    return !surely || isSurelyQuiet();
  }

  /** The loop may have seen what was read by the time at which it says so. */
  private boolean hasNothingToRead() {
    try {
      return transport.readNow(ByteBuffer.allocate(1)) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isSurelyQuiet() {
    try {
      return transport.probe() && input.buffered() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean readable() {
    boolean idle = hasNothingToRead();
    if (!idle) {
      overdue();
    }
    return idle;
  }

  @Override
  public void overdue() {
    close();
    pool.forget(this);
  }

  boolean isClosed() {
    return transport.isClosed();
  }

  /** Closes the connection; threads that wait for it wake with an IOException. */
  void close() {
    transport.close();
    pool.closed(this);
  }
}
