package io.rgate.http.client;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.loop.Watcher;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.Output;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One connection to an origin, used by one request at a time: by the thread that reads the answer
 * and at most one other thread that writes the request. Any thread may close it. While it is idle
 * the loop watches it. If the origin closes it or sends bytes without a request, it is closed at
 * once.
 */
final class OriginConnection implements Watcher {
  private static final WaitLimit NONE = since -> 0;

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

  /** Begins a request with these limits for reads and writes. */
  void begin(WaitLimit reading, WaitLimit writing) {
    input.begin();
    input.waitLimit(reading);
    output.begin();
    output.waitLimit(writing);
  }

  /** Makes the connection idle; it is closed if no request has taken it within {@code nanos}. */
  void rest(long nanos) {
    input.rest();
    output.begin();
    transport.watch(this, nanos);
  }

  /**
   * Takes the idle connection for a request; false if it can no longer be used.
   *
   * @param surely whether to ask the operating system for an end that the loop may not have seen
   *     yet
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

  /** Closes the connection; threads that wait for it get an IOException. */
  void close() {
    transport.close();
    pool.closed(this);
  }
}
