package io.rgate.http.server;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.loop.Watcher;
import io.rgate.http.wire.Input;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a client leaves while no thread reads from it. Bytes that come meanwhile are kept in
 * the connection's buffer; if the buffer is full, the end after them is not seen.
 */
final class Departure implements Watcher {
  private final Transport transport;
  private final Input input;

  /**
   * Held by the service's threads, of which there may be several; the loop's own thread takes no
   * lock.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Runnable cancel;
  private volatile boolean gone;
  private boolean watching;
  private boolean over = true;

  Departure(Transport transport, Input input) {
    this.transport = transport;
    this.input = input;
  }

  /** Called when an exchange begins. */
  void open() {
    over = false;
  }

  /**
   * Sets the action to run when the client leaves.
   *
   * @param now whether no thread reads; otherwise {@link #resume} reports that later
   */
  void begin(Runnable action, boolean now) {
    lock.lock();
    try {
      boolean was = stop();
      cancel = action;
      if (gone) {
        action.run();
      } else if (now || was) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called when a thread begins to read. */
  void pause() {
    lock.lock();
    try {
      stop();
    } finally {
      lock.unlock();
    }
  }

  /** Called when no thread reads any more. */
  void resume() {
    lock.lock();
    try {
      if (cancel != null) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called when the exchange is over. */
  void end() {
    lock.lock();
    try {
      stop();
      over = true;
      cancel = null;
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    if (!over && !gone && !watching) {
      watching = true;
      transport.watch(this, WaitLimit.FOR_EVER);
    }
  }

  private boolean stop() {
    boolean was = watching;
    if (was) {
      transport.unwatch();
      watching = false;
    }
    return was;
  }

  @Override
  public boolean readable() {
    try {
      if (input.fillNow()) {
        return !input.isFull();
      }
    } catch (IOException e) {
      // A failure means that the client is gone, too.
    }
    gone = true;
    Runnable action = cancel;
    if (action != null) {
      action.run();
    }
    return false;
  }

  @Override
  public void overdue() {
    // This watch has no time limit.
  }
}
