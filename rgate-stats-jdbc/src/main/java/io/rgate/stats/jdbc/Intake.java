package io.rgate.stats.jdbc;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.spi.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds samples until the writer takes them. A thread that adds a sample never waits: the sample
 * goes into a queue of limited length. A thread of this class moves samples from the queue to the
 * open batch, so that the queue stays short while the database cannot be used. If there is no room,
 * the sample is dropped and counted, and the log reports it.
 */
final class Intake implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());
  private static final Duration COLLECT_EVERY = Duration.ofMillis(100);
  private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();

  private final Queue<Sample> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger length = new AtomicInteger();
  private final int capacity;
  private final InstantSource clock;
  private final LongAdder dropped = new LongAdder();
  private final Semaphore halfFull = new Semaphore(0);
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread collector =
      Thread.ofVirtual().name("rgate-stats-collector").unstarted(this::run);
  private volatile boolean closed;
  private Batch open = new Batch();
  private long told;
  private long nextLine = System.nanoTime();

  /** Makes an intake whose queue holds up to {@code capacity} samples. */
  Intake(int capacity, InstantSource clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  void start() {
    collector.start();
  }

  /** Adds {@code sample}, unless there is no room; any thread may call it. */
  void offer(Sample sample) {
    int count = length.incrementAndGet();
    if (closed || count > capacity) {
      length.decrementAndGet();
      dropped.increment();
      return;
    }
    queue.add(sample);
    if (count == (capacity + 1) / 2) {
      halfFull.release();
    }
  }

  /** How many samples were dropped since the start. */
  long dropped() {
    return dropped.sum();
  }

  /** Takes all samples that were added before; the batch no longer changes. */
  Batch take() {
    lock.lock();
    try {
      collect();
      Batch batch = open;
      open = new Batch();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** How many samples are in the open batch. */
  long waiting() {
    lock.lock();
    try {
      return open.samples();
    } finally {
      lock.unlock();
    }
  }

  private void collect() {
    // Not more than are there now, so that this ends even if samples come faster than they are
    // added.
    for (int left = length.get(); left > 0; left--) {
      Sample sample = queue.poll();
      if (sample == null) {
        return;
      }
      length.decrementAndGet();
      if (!open.add(sample, clock.instant())) {
        dropped.increment();
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        halfFull.tryAcquire(COLLECT_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        lock.lock();
        try {
          collect();
          tellDropped();
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellDropped() {
    long now = System.nanoTime();
    long sum = dropped.sum();
    if (sum > told && now - nextLine >= 0) {
      LOG.log(WARNING, "statistics are incomplete: {0} samples dropped, no room for them", sum);
      told = sum;
      nextLine = now + LINE_EVERY;
    }
  }

  /** Accepts no more samples; those that are there can still be taken. */
  @Override
  public void close() {
    closed = true;
    halfFull.release();
  }
}
