package io.rgate.http.frame;

import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much content may be sent: the windows of a connection and of its streams (RFC 9113, 5.2). */
public final class SendWindows {
  /** The size of a new window (RFC 9113, 6.9.2). */
  public static final int INITIAL = 65_535;

  private static final int LARGEST = Integer.MAX_VALUE;

  /**
   * A smaller window is not used at once, so that the far side cannot demand a frame for each byte.
   */
  private static final int SMALL = 512;

  /** How long a small window is left alone. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition more = lock.newCondition();
  private long left = INITIAL;
  private int initial = INITIAL;

  /** Windows of a new connection. */
  public SendWindows() {}

  /** The window of one stream. */
  public final class OfStream {
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
     * @throws SocketTimeoutException if the limit is reached
     * @throws IOException if the stream ends meanwhile
     */
    public int take(int wanted, WaitLimit waitLimit) throws IOException {
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
          await(both > 0 ? Math.max(1, since + PAUSE - System.nanoTime()) : waitLimit.left(since));
        }
      } finally {
        lock.unlock();
      }
    }

    /** The same without waiting; 0 if that would be needed. */
    public int takeNow(int wanted) throws IOException {
      lock.lock();
      try {
        long both = usable();
        return both >= Math.min(wanted, SMALL) ? took((int) Math.min(both, wanted)) : 0;
      } finally {
        lock.unlock();
      }
    }

    private long usable() throws IOException {
      if (ended) {
        throw new IOException("the stream has ended");
      }
      return Math.min(left, SendWindows.this.left);
    }

    private int took(int count) {
      left -= count;
      SendWindows.this.left -= count;
      return count;
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(long nanos) throws IOException {
      if (nanos <= 0) {
        throw new SocketTimeoutException("the far side takes no content");
      }
      try {
        // A stream may use nothing while the connection has nothing, and the other way round.
        long waited = (left > SendWindows.this.left ? more : changed).awaitNanos(nanos);
        assert waited <= nanos;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the thread is to end");
      }
    }

    /** Adds to the window; false if that is more than a window can hold. */
    public boolean add(int count) {
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
    public void giveBack(int count) {
      SendWindows.this.add(count);
    }

    /** Ends every wait. */
    public void end() {
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

  /** The window of a new stream. */
  public OfStream ofStream() {
    lock.lock();
    try {
      return new OfStream(initial);
    } finally {
      lock.unlock();
    }
  }

  /** Adds to the connection's window; false if that is more than a window can hold. */
  public boolean add(int count) {
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
  public int initial(int size) {
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
