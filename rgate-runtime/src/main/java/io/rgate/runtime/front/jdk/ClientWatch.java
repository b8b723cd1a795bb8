package io.rgate.runtime.front.jdk;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Ends exchanges whose client has stopped, in the middle of a request's head or of a response that
 * it does not accept. The JDK's server itself would wait for ever. The thread of such an exchange
 * is interrupted, and a channel whose thread is interrupted closes.
 *
 * <p>One check of all exchanges every 50 ms costs less than a timer for each piece of content.
 */
final class ClientWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClientWatch.class.getName());
  private static final long TICK_MILLIS = 50;

  private final Map<Thread, Watch> watches = new ConcurrentHashMap<>();
  private final Thread ticker;

  ClientWatch() {
    ticker = Thread.ofVirtual().name("rgate-client-watch").start(this::tick);
  }

  /**
   * Runs each task in {@code executor}, watched. The task must disarm its watch within {@code
   * first}.
   */
  Executor watching(Executor executor, Duration first) {
    return task ->
        executor.execute(() -> {
          Watch watch = new Watch(Thread.currentThread());
          watches.put(Thread.currentThread(), watch);
          try {
            watch.arm(first.toNanos());
            task.run();
          } finally {
            watches.remove(Thread.currentThread());
          }
        });
  }

  /**
   * The watch of this thread; a new one without effect if another server uses a thread of its own.
   */
  Watch current() {
    @Nullable Watch watch = watches.get(Thread.currentThread());
    return watch == null ? new Watch(Thread.currentThread()) : watch;
  }

  private void tick() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        long now = System.nanoTime();
        watches.values().forEach(watch -> watch.check(now));
      }
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "stopped");
    }
  }

  @Override
  public void close() {
    ticker.interrupt();
  }

  /** The deadline of one thread. Only this thread arms and disarms it. */
  static final class Watch {
    private static final long DISARMED = Long.MAX_VALUE;

    /** The thread is being interrupted at this moment. */
    private static final long STRIKING = Long.MIN_VALUE;

    private final Thread thread;

    /** On a clock that starts with the watch, so that all times can be compared. */
    private final AtomicLong deadline = new AtomicLong(DISARMED);

    private final long start = System.nanoTime();

    private Watch(Thread thread) {
      this.thread = thread;
    }

    /** Sets the deadline to {@code nanos} from now; then the thread is interrupted. */
    void arm(long nanos) {
      if (thread == Thread.currentThread()) {
        deadline.setPlain(System.nanoTime() - start + nanos);
      }
    }

    /** Removes the deadline; clears an interrupt that came after the work was done. */
    void disarm() {
      if (thread != Thread.currentThread()) {
        return;
      }
      boolean late = false;
      long due = deadline.get();
      while (due == STRIKING || !deadline.compareAndSet(due, DISARMED)) {
        late |= due == STRIKING;
        Thread.onSpinWait();
        due = deadline.get();
      }
      if (late) {
        boolean cleared = Thread.interrupted();
        LOG.log(DEBUG, "an interrupt that was too late was undone: {0}", cleared);
      }
    }

    private void check(long now) {
      long due = deadline.getAcquire();
      if (due != STRIKING && due <= now - start && deadline.compareAndSet(due, STRIKING)) {
        LOG.log(DEBUG, "connection cut: its client has stopped");
        thread.interrupt();
        deadline.set(DISARMED);
      }
    }
  }
}
