package io.rgate.http.h2;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tells a service once that its client has left, and never after the end of the exchange. */
final class Leaving {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Runnable cancel;
  private boolean gone;
  private boolean over;

  /** Sets the action to run; runs it at once if the client has left already. */
  void onGone(Runnable action) {
    lock.lock();
    try {
      if (gone) {
        action.run();
      } else if (!over) {
        cancel = action;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The client has left. */
  void tell() {
    lock.lock();
    try {
      gone = true;
      Runnable action = cancel;
      cancel = null;
      if (action != null) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The exchange is over. */
  void end() {
    lock.lock();
    try {
      over = true;
      cancel = null;
    } finally {
      lock.unlock();
    }
  }
}
