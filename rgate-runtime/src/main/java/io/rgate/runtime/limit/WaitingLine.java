package io.rgate.runtime.limit;

import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.transport.Cancellation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for something, served in the order in which they came. Only the first one
 * tries to take what all wait for; when it has left, the next one does. Safe for use by many
 * threads.
 */
public final class WaitingLine {
  /**
   * The first one looks again after this time at the latest, for what nobody tells the line of: a
   * new endpoint, or room that another backend has left.
   */
  private static final long LOOK = Duration.ofMillis(50).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();
  private volatile @Nullable Waiter first;

  /** How waiting ends. */
  public enum End {
    /** The request has what it waited for. */
    TAKEN,
    /** The line was full, so that it has not waited. */
    FULL,
    /** It has waited as long as it may. */
    LATE,
    /** The client has left, or the thread was interrupted. */
    GONE
  }

  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean gone;

    void leave() {
      gone = true;
      LockSupport.unpark(thread);
    }

    boolean isGone() {
      return gone || Thread.currentThread().isInterrupted();
    }
  }

  /** A line in which nobody waits. */
  public WaitingLine() {}

  /** Whether nobody waits, so that a request that comes now overtakes nobody. */
  public boolean isEmpty() {
    return first == null;
  }

  /** How many wait. */
  int length() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until {@code taking} has success, if that is allowed by {@code limit}. It is called only
   * while this request is the first in line.
   *
   * @param client ends the waiting when it is cancelled; null: nothing does
   */
  public End await(BooleanSupplier taking, Concurrency limit, @Nullable Cancellation client) {
    Waiter self = new Waiter();
    if (limit.queue() == 0 || !join(self, limit.queue())) {
      return End.FULL;
    }
    try {
      if (client != null) {
        client.onCancel(self::leave);
      }
      return stand(self, taking, System.nanoTime() + limit.queueTimeout().toNanos());
    } finally {
      if (client != null) {
        client.forget();
      }
      leave(self);
    }
  }

  private boolean join(Waiter self, int most) {
    lock.lock();
    try {
      if (waiters.size() >= most) {
        return false;
      }
      waiters.add(self);
      if (first == null) {
        first = self;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private End stand(Waiter self, BooleanSupplier taking, long end) {
    while (!self.isGone()) {
      boolean isFirst = first == self;
      if (isFirst && taking.getAsBoolean()) {
        return End.TAKEN;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return End.LATE;
      }
      LockSupport.parkNanos(this, isFirst ? Math.min(left, LOOK) : left);
    }
    return End.GONE;
  }

  private void leave(Waiter self) {
    Waiter next;
    lock.lock();
    try {
      waiters.remove(self);
      next = waiters.isEmpty() ? null : waiters.getFirst();
      first = next;
    } finally {
      lock.unlock();
    }
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  /** Called when there may be something to take. */
  public void moved() {
    Waiter next = first;
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }
}
