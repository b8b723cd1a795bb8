package io.rgate.http.frame;

import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message that has come and is not read yet; never more than a window. It is a
 * ring, so many small frames take no more memory than one large one.
 */
public final class ReceiveBuffer {
  /** What the far side may send on one stream before it is read. */
  public static final int WINDOW = 256 * 1024;

  private static final int USUAL = 4 * 1024;

  /** A longer ring is released when it is empty. */
  private static final int KEPT = 32 * 1024;

  private static final byte[] NOTHING = {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] ring = NOTHING;
  private int from;
  private int size;
  private int window = WINDOW;
  private int unreturned;
  private boolean ended;
  private @Nullable String broken;

  /** An empty one. */
  public ReceiveBuffer() {}

  /** Whether {@code count} bytes more are within the window, which they use up. */
  public boolean use(int count) {
    lock.lock();
    try {
      window -= count;
      return window >= 0;
    } finally {
      lock.unlock();
    }
  }

  /** Adds bytes; returns how many it did not take, because nobody will read them. */
  public int put(byte[] source, int offset, int length) {
    lock.lock();
    try {
      if (broken != null) {
        return length;
      }
      makeRoom(length);
      int at = from + size & ring.length - 1;
      int first = Math.min(length, ring.length - at);
      System.arraycopy(source, offset, ring, at, first);
      System.arraycopy(source, offset + first, ring, 0, length - first);
      size += length;
      changed.signal();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(int more) {
    if (size + more <= ring.length) {
      return;
    }
    int length = Math.max(USUAL, ring.length);
    while (length < size + more) {
      length *= 2;
    }
    byte[] larger = new byte[length];
    copy(larger, 0, size);
    ring = larger;
    from = 0;
  }

  private void copy(byte[] target, int offset, int length) {
    int first = Math.min(length, ring.length - from);
    System.arraycopy(ring, from, target, offset, first);
    System.arraycopy(ring, 0, target, offset + first, length - first);
  }

  /** Records bytes of the window that carried no content. */
  public void pad(int count) {
    lock.lock();
    try {
      unreturned += count;
    } finally {
      lock.unlock();
    }
  }

  /** Records that nothing more will come. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends reading with a failure and drops what is there; returns how much that was. */
  public int fail(String why) {
    lock.lock();
    try {
      int dropped = size;
      if (broken == null) {
        broken = why;
      }
      size = 0;
      ring = NOTHING;
      from = 0;
      changed.signal();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads up to {@code length} bytes, and waits for the first; -1 at the end.
   *
   * @throws SocketTimeoutException if the limit is reached
   * @throws IOException if the content broke off, with the reason that {@link #fail} got
   */
  public int read(byte[] target, int offset, int length, WaitLimit waitLimit) throws IOException {
    lock.lock();
    try {
      long since = size > 0 || ended ? 0 : System.nanoTime();
      while (size == 0 && !ended && broken == null) {
        await(waitLimit.left(since));
      }
      if (broken != null) {
        throw new IOException(broken);
      }
      return size == 0 ? -1 : take(target, offset, Math.min(length, size));
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] target, int offset, int count) {
    copy(target, offset, count);
    from = (from + count) & (ring.length - 1);
    size -= count;
    unreturned += count;
    if (size == 0 && ring.length > KEPT) {
      ring = NOTHING;
      from = 0;
    }
    return count;
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void await(long nanos) throws IOException {
    if (nanos <= 0) {
      throw new SocketTimeoutException("no content came");
    }
    if (ring.length > USUAL) {
      ring = NOTHING; // it is empty, and this may take long
      from = 0;
    }
    try {
      if (nanos >= WaitLimit.FOR_EVER) {
        changed.await();
      } else {
        boolean signalled = changed.await(nanos, TimeUnit.NANOSECONDS);
        assert signalled || size == 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread is to end");
    }
  }

  /** How much the far side may be told to send in addition: 0 until that is worth a frame. */
  public int takeReturnable() {
    lock.lock();
    try {
      if (ended || unreturned < WINDOW / 2) {
        return 0;
      }
      int count = unreturned;
      unreturned = 0;
      window += count;
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes can be read without waiting. */
  public int available() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** Whether all of it was read, and no more will come. */
  public boolean isFinished() {
    lock.lock();
    try {
      return ended && size == 0;
    } finally {
      lock.unlock();
    }
  }
}
