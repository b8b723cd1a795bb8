package io.rgate.http.server;

import io.rgate.http.loop.Patience;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.Watcher;
import io.rgate.http.wire.Input;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sees a client leave while nobody reads from it. Bytes that come meanwhile are kept in the
 * connection's buffer as far as there is room; behind more than that nobody looks.
 */
final class Departure implements Watcher {
  private final Transport transport;
  private final Input input;

  /** The service's threads are several; the loop's own thread takes no lock. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Runnable cancel;
  private volatile boolean gone;
  private boolean watching;
  private boolean over = true;

  Departure(Transport transport, Input input) {
    this.transport = transport;
    this.input = input;
  }

  /** Says that an exchange begins. */
  void open() {
    over = false;
  }

  /**
   * Has {@code action} run when the client leaves.
   *
   * @param now whether nobody reads; else {@link #resume} says so
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

  /** Says that somebody begins to read. */
  void pause() {
    lock.lock();
    try {
      stop();
    } finally {
      lock.unlock();
    }
  }

  /** Says that nobody reads any more. */
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

  /** Says that the exchange is over. */
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
      transport.watch(this, Patience.FOR_EVER);
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
      // It is gone in this way too.
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
    // It has no limit.
  }
}
