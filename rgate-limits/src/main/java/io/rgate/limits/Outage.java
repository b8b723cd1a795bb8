package io.rgate.limits;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.github.bucket4j.TimeMeter;
import io.rgate.limits.store.Store;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store can be used. After a failure no request asks it; a thread of its own probes it
 * after a pause that grows, until it answers. Safe for use by many threads.
 */
final class Outage implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RateLimit.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final int PARTS = 16;

  /** A store that fails again within this time is given the longer pause at once. */
  private static final Duration UNSTEADY = Duration.ofSeconds(10);

  private static final int LONGEST_REASON = 200;

  private final Store store;
  private final String name;
  private final WhenAway whenAway;
  private final TimeMeter clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Even while the store is there, odd while it is away; grows with each change. */
  private final AtomicInteger epoch = new AtomicInteger();

  private volatile boolean wasAway;
  private volatile long backAt;
  private volatile Duration pause = FIRST_PAUSE;

  /** Watches {@code store} for the limit {@code name}. */
  Outage(Store store, String name, WhenAway whenAway, TimeMeter clock) {
    this.store = store;
    this.name = name;
    this.whenAway = whenAway;
    this.clock = clock;
  }

  /** A number to give to {@link #failed}, taken before the store is asked. */
  int epoch() {
    return epoch.get();
  }

  /** Whether at that {@code epoch} the store was away. */
  static boolean isAway(int epoch) {
    return (epoch & 1) == 1;
  }

  /** How long the store has been back after an outage, in nanoseconds; the maximum without one. */
  long nanosBack() {
    return wasAway ? clock.currentTimeNanos() - backAt : Long.MAX_VALUE;
  }

  /**
   * Records that the store failed a request that began at {@code since}; nothing happens if another
   * one was first, or if the store has been away and back since then.
   */
  void failed(int since, Throwable reason) {
    LOG.log(DEBUG, () -> "the store of the limit " + name + " failed", reason);
    if (isAway(since) || isClosed() || !epoch.compareAndSet(since, since + 1)) {
      return;
    }
    boolean again = nanosBack() < UNSTEADY.toNanos();
    pause = again ? bounded(pause.multipliedBy(2)) : FIRST_PAUSE;
    LOG.log(
        WARNING,
        "the limit "
            + name
            + " cannot use its store "
            + store.place()
            + ": "
            + firstLine(reason)
            + "; until it can, "
            + whenAway.words());
    Thread.ofVirtual().name("rgate-limits-probe").start(this::probe);
  }

  /**
   * A small part of the time that it has been away: gateways that find out at different times count
   * apart for no longer than that.
   */
  private static Duration longer(Duration pause, Duration away) {
    Duration part = away.dividedBy(PARTS);
    return bounded(part.compareTo(pause) > 0 ? part : pause);
  }

  private static Duration bounded(Duration pause) {
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void probe() {
    long since = clock.currentTimeNanos();
    while (!closedWithin(pause)) {
      try {
        store.reset();
        store.probe();
        backAt = clock.currentTimeNanos();
        wasAway = true;
        epoch.incrementAndGet();
        LOG.log(
            INFO,
            "the limit "
                + name
                + " uses its store "
                + store.place()
                + " again, after "
                + Duration.ofNanos(backAt - since).toMillis()
                + " ms");
        return;
      } catch (RuntimeException e) {
        LOG.log(DEBUG, () -> "the store of the limit " + name + " is still away", e);
        pause = longer(pause, Duration.ofNanos(clock.currentTimeNanos() - since));
      }
    }
  }

  /** Waits for {@code time}, up to a fifth longer or shorter; true if this is closed by then. */
  private boolean closedWithin(Duration time) {
    long nanos = (long) (time.toNanos() * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
    try {
      return closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // nobody interrupts this thread but a JVM that ends
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** What went wrong at the bottom: the outer exceptions only say that something did. */
  private static String firstLine(Throwable failure) {
    String message = failure.toString();
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      message = e.getMessage() == null ? words(e) : e.getMessage();
    }
    String line = message.lines().findFirst().orElse(message);
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }

  private static String words(Throwable e) {
    return e instanceof TimeoutException
        ? "it did not answer in time"
        : e.getClass().getSimpleName();
  }

  /** Ends the probes. */
  @Override
  public void close() {
    closed.countDown();
  }
}
