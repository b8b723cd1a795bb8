package io.rgate.runtime;

import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Collects what a discovery reports at its start. */
final class InitialReports implements BackendDiscovery.Listener {
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition word = lock.newCondition();
  private final Set<String> failures = new LinkedHashSet<>();
  private Discovered last = Discovered.of();
  private int words;

  @Override
  public void report(Discovered discovered) {
    lock.lock();
    try {
      last = discovered;
      words++;
      word.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onFailure(Exception failure) {
    lock.lock();
    try {
      failures.add(String.valueOf(failure.getMessage()));
      words++;
      word.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the first report or failure, and then until none comes for 500 ms. */
  void await(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (words == 0 && left > 0) {
        left = word.awaitNanos(left);
      }
      int heard = -1;
      while (heard != words && words > 0) {
        heard = words;
        if (!word.await(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The last report. */
  Discovered last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  List<String> failures() {
    lock.lock();
    try {
      return List.copyOf(failures);
    } finally {
      lock.unlock();
    }
  }
}
