package io.rgate.runtime.limit;

import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.runtime.limit.WaitingLine.End;
import io.rgate.transport.Cancellation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many requests are under way at one place. Its limit can be changed; requests that are
 * under way count for the new one, too. Safe for use by many threads.
 */
public final class Gate {
  private final AtomicInteger inside = new AtomicInteger();
  private final WaitingLine line = new WaitingLine();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Concurrency limit = Concurrency.UNLIMITED;
  private volatile @Nullable GradientLimit adaptive;

  /** How many may be inside; 0: as many as come. */
  private volatile int most;

  /** A gate that lets through all that comes. */
  public Gate() {}

  /** A gate with that limit. */
  public Gate(Concurrency limit) {
    change(limit);
  }

  /** Puts another limit into force. A request that waits goes on waiting by the rules it found. */
  public void change(Concurrency other) {
    if (limit.equals(other)) {
      return;
    }
    changing.lock();
    try {
      if (limit.adaptive() != other.adaptive()) {
        adaptive = other.adaptive() ? new GradientLimit() : null;
      }
      GradientLimit following = adaptive;
      most = following == null ? other.most() : following.limit();
      limit = other;
    } finally {
      changing.unlock();
    }
    line.moved();
  }

  /** Whether there is no limit, so that nobody needs to enter. */
  public boolean isOpen() {
    return most == 0;
  }

  /** The limit, as it was configured. */
  public Concurrency limit() {
    return limit;
  }

  /**
   * Takes a place, to be given back by {@link #leave} if this answers {@link End#TAKEN}; waits for
   * one if there is none and the queue is not full.
   *
   * @param client ends the waiting when it is cancelled; null: nothing does
   */
  public End enter(@Nullable Cancellation client) {
    if (line.isEmpty() && take()) {
      return End.TAKEN;
    }
    GradientLimit following = adaptive;
    if (following != null && following.refused(System.nanoTime())) {
      follow(following);
    }
    return line.await(this::take, limit, client);
  }

  private boolean take() {
    while (true) {
      int now = inside.get();
      int bound = most;
      if (bound > 0 && now >= bound) {
        return false;
      }
      if (inside.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Gives a place back. */
  public void leave() {
    inside.getAndDecrement();
    line.moved();
  }

  /** Tells an adaptive limit of a request sent at {@code began} that has its answer's head. */
  public void answered(long began) {
    GradientLimit following = adaptive;
    if (following != null && following.answered(began, System.nanoTime(), inside.get())) {
      follow(following);
    }
  }

  private void follow(GradientLimit following) {
    changing.lock();
    try {
      if (following.equals(adaptive)) {
        most = following.limit();
      }
    } finally {
      changing.unlock();
    }
    line.moved();
  }

  /** How many are inside. */
  int inside() {
    return inside.get();
  }

  /** How many wait. */
  int waiting() {
    return line.length();
  }
}
