package io.rgate.http.h2;

import io.rgate.transport.ClientGoneException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much content may be sent: the windows of a connection and of its streams (RFC 9113, 5.2). */
final class SendWindows {
  static final int INITIAL = 65_535;
  private static final int LARGEST = Integer.MAX_VALUE;

  /** A smaller window is not used at once, so that a client cannot demand a frame for each byte. */
  private static final int SMALL = 512;

  /** How long a small window is left alone. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final long patience;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition more = lock.newCondition();
  private long left = INITIAL;
  private int initial = INITIAL;

  /** Windows for which a writer waits at most {@code patience} nanoseconds. */
  SendWindows(long patience) {
    this.patience = patience;
  }

  /** The window of one stream. */
  final class OfStream {
    private final Condition changed = lock.newCondition();
    private long left;
    private boolean ended;

    private OfStream(long left) {
      this.left = left;
    }

    /**
     * Takes from both windows, and waits until they have something.
     *
     * @return 1 to {@code wanted}
     * @throws ClientGoneException if the stream ends meanwhile, or the wait takes too long
     */
    int take(int wanted) throws ClientGoneException {
      lock.lock();
      try {
        long since = 0;
        while (true) {
          long both = usable();
          if (both >= Math.min(wanted, SMALL)) {
            return took((int) Math.min(both, wanted));
          }
          since = since == 0 ? System.nanoTime() : since;
          if (both > 0 && System.nanoTime() - since >= PAUSE) {
            return took((int) both);
          }
          await(both > 0 ? PAUSE : patience, since);
        }
      } finally {
        lock.unlock();
      }
    }

    /** The same without waiting; 0 if that would be needed. */
    int takeNow(int wanted) throws ClientGoneException {
      lock.lock();
      try {
        long both = usable();
        return both >= Math.min(wanted, SMALL) ? took((int) Math.min(both, wanted)) : 0;
      } finally {
        lock.unlock();
      }
    }

    private long usable() throws ClientGoneException {
      if (ended) {
        throw new ClientGoneException("the stream has ended", null);
      }
      return Math.min(left, SendWindows.this.left);
    }

    private int took(int count) {
      left -= count;
      SendWindows.this.left -= count;
      return count;
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(long most, long since) throws ClientGoneException {
      long nanos = since + most - System.nanoTime();
      if (nanos <= 0) {
        throw new ClientGoneException("the client takes nothing of the response", null);
      }
      try {
        // A stream may use nothing while the connection has nothing, and the other way round.
        long waited = (left > SendWindows.this.left ? more : changed).awaitNanos(nanos);
        assert waited <= nanos;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClientGoneException("the thread is to end", e);
      }
    }

    /** Adds to the window; false if that is more than a window can hold. */
    boolean add(int count) {
      lock.lock();
      try {
        left += count;
        changed.signalAll();
        return left <= LARGEST;
      } finally {
        lock.unlock();
      }
    }

    /** Gives back to the connection what was taken and is not sent. */
    void giveBack(int count) {
      SendWindows.this.add(count);
    }

    /** Ends every wait. */
    void end() {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
        more.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  OfStream ofStream() {
    lock.lock();
    try {
      return new OfStream(initial);
    } finally {
      lock.unlock();
    }
  }

  /** Adds to the connection's window; false if that is more than a window can hold. */
  boolean add(int count) {
    lock.lock();
    try {
      left += count;
      more.signalAll();
      return left <= LARGEST;
    } finally {
      lock.unlock();
    }
  }

  /** Sets the window of future streams; returns by how much those that are open change. */
  int initial(int size) {
    lock.lock();
    try {
      int change = size - initial;
      initial = size;
      return change;
    } finally {
      lock.unlock();
    }
  }
}
