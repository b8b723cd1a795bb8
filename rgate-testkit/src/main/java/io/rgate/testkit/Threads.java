package io.rgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Runs a task on many threads at once. */
final class Threads {
  private Threads() {}

  /**
   * Runs {@code task} on {@code count} virtual threads, each with its number, and waits for all.
   */
  static void run(int count, Duration atMost, IntConsumer task) throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  begin.await();
                  task.accept(number);
                } catch (Throwable e) {
                  failure.set(e);
                }
              }));
    }
    begin.countDown();
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))))
          .as("done within %s", atMost)
          .isTrue();
    }
    assertThat(failure.get()).isNull();
  }
}
