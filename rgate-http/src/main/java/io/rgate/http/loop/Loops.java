package io.rgate.http.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The loops of this process, shared by all fronts and upstreams. They run while at least one front
 * or upstream is open.
 */
public final class Loops {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static @Nullable Loops shared;

  private final Loop[] loops;
  private final AtomicInteger turn = new AtomicInteger();
  private int users;

  private Loops(int count) {
    loops = new Loop[count];
    for (int i = 0; i < count; i++) {
      loops[i] = new Loop();
    }
  }

  /** Starts the loops if needed. They run until each caller has called {@link #release}. */
  public static Loops acquire() {
    LOCK.lock();
    try {
      Loops running = shared;
      if (running == null) {
        running = new Loops(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        shared = running;
      }
      running.users++;
      return running;
    } finally {
      LOCK.unlock();
    }
  }

  /** Called once by each caller of {@link #acquire} when it no longer needs the loops. */
  public void release() {
    LOCK.lock();
    try {
      if (--users == 0) {
        shared = null;
        for (Loop loop : loops) {
          loop.stop();
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** One of the loops, in turn. */
  public Loop next() {
    return loops[Math.floorMod(turn.getAndIncrement(), loops.length)];
  }
}
