package io.rgate.http.origin;

import io.rgate.api.Fields;
import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The heads that have come on one stream, until they are taken. The connection's reader adds them,
 * the request's thread waits for them.
 */
final class HeadQueue {
  /** So many interim responses may come for one request. */
  private static final int MOST_INTERIM = 100;

  /** And so many bytes of them may wait to be taken. */
  private static final int MOST_INTERIM_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Head> interims = new ArrayDeque<>(0);
  private int interimCount;
  private int interimBytes;
  private @Nullable Head head;
  private @Nullable StreamFailure failure;

  /** Waits for the next head: an interim one, or that of the answer. */
  Head await(WaitLimit waitLimit) throws IOException {
    long since = System.nanoTime();
    lock.lock();
    try {
      while (true) {
        Head next = interims.isEmpty() ? head : takeInterim();
        if (next != null) {
          return next;
        }
        if (failure != null) {
          throw failure;
        }
        await(waitLimit.left(since));
      }
    } finally {
      lock.unlock();
    }
  }

  private Head takeInterim() {
    Head next = interims.remove();
    interimBytes -= size(next.fields());
    return next;
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void await(long nanos) throws IOException {
    if (nanos <= 0) {
      throw new SocketTimeoutException("no head came");
    }
    try {
      boolean signalled = changed.await(nanos, TimeUnit.NANOSECONDS);
      assert signalled || head == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread is to end");
    }
  }

  /** Adds an interim response; why there must be no more, or null. */
  @Nullable String addInterim(Head next) {
    lock.lock();
    try {
      interimBytes += size(next.fields());
      interimCount++;
      if (interimCount > MOST_INTERIM || interimBytes > MOST_INTERIM_BYTES) {
        return "too many interim responses";
      }
      interims.add(next);
      changed.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private static int size(Fields fields) {
    int size = 32;
    for (int i = 0; i < fields.size(); i++) {
      size += fields.name(i).length() + fields.value(i).length();
    }
    return size;
  }

  /** Sets the head of the answer. */
  void answer(Head next) {
    lock.lock();
    try {
      head = next;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait, unless there is a head; called once at most. */
  void fail(StreamFailure why) {
    lock.lock();
    try {
      failure = why;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Why the stream ended before the answer did, or null. */
  @Nullable StreamFailure failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the head of the answer has come. */
  boolean hasAnswer() {
    lock.lock();
    try {
      return head != null;
    } finally {
      lock.unlock();
    }
  }
}
