package io.rgate.stats.jdbc;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The thread that stores what comes in, batch by batch. A batch that failed is tried again as it
 * is, under the same number, before anything else is stored: it may be there already.
 */
final class BatchWriter {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());

  /**
   * Two gateways that add the same row first, or make the same tables, are no outage: one of the
   * next tries finds them there.
   */
  private static final int TRIES_AT_ONCE = 8;

  private static final Duration CONFLICT_PAUSE = Duration.ofMillis(20);

  /** While a stop waits for it. */
  private static final Duration LONGEST_PAUSE_AT_END = Duration.ofMillis(200);

  private final Intake intake;
  private final Store store;
  private final Duration flushEvery;
  private final Outage outage = new Outage();
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Queue<CompletableFuture<Boolean>> flushes = new ConcurrentLinkedQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("rgate-stats-writer").unstarted(this::run);
  private volatile long deadline;
  private volatile boolean closing;
  private volatile @Nullable Sealed pending;
  private long lastNumber;
  private long droppedStored;

  /** Stores what {@code intake} takes in {@code store}, at least as often as is said. */
  BatchWriter(Intake intake, Store store, Duration flushEvery) {
    this.intake = intake;
    this.store = store;
    this.flushEvery = flushEvery;
  }

  void start() {
    thread.start();
  }

  /** Has all that came in stored now; tells whether it was. */
  CompletableFuture<Boolean> flush() {
    CompletableFuture<Boolean> flush = new CompletableFuture<>();
    if (outage.away()) {
      flush.complete(false);
    } else {
      flushes.add(flush);
      wake.release();
    }
    return flush;
  }

  private void run() {
    try {
      while (true) {
        boolean last = closing;
        List<CompletableFuture<Boolean>> waiting = takeFlushes();
        boolean stored = storeAll();
        waiting.forEach(flush -> flush.complete(stored));
        if (last && (stored || System.nanoTime() - deadline >= 0)) {
          return;
        }
        pause(stored ? flushEvery : backoff.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<CompletableFuture<Boolean>> takeFlushes() {
    List<CompletableFuture<Boolean>> taken = new ArrayList<>();
    for (var flush = flushes.poll(); flush != null; flush = flushes.poll()) {
      taken.add(flush);
    }
    return taken;
  }

  private void pause(Duration wanted) throws InterruptedException {
    Duration pause =
        closing && wanted.compareTo(LONGEST_PAUSE_AT_END) > 0 ? LONGEST_PAUSE_AT_END : wanted;
    if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      wake.drainPermits();
    }
  }

  /** Stores what had failed, and then what has come in until now. */
  private boolean storeAll() {
    Sealed failed = pending;
    if (failed != null && !store(failed)) {
      return false;
    }
    Batch batch = intake.take();
    long dropped = intake.dropped();
    return (batch.samples() == 0 && dropped == droppedStored)
        || store(new Sealed(++lastNumber, batch, dropped));
  }

  private boolean store(Sealed batch) {
    pending = batch;
    for (int tries = 1; ; tries++) {
      try {
        store.write(batch);
        pending = null;
        droppedStored = batch.dropped();
        backoff.reset();
        outage.succeeded();
        return true;
      } catch (SQLException e) {
        if (tries == TRIES_AT_ONCE || !isConflict(e)) {
          outage.failed(e, batch.batch().samples() + intake.waiting());
          return false;
        }
        LockSupport.parkNanos(CONFLICT_PAUSE.multipliedBy(tries).toNanos());
      } catch (RuntimeException e) {
        LOG.log(ERROR, "the statistics' database driver failed", e);
        outage.failed(e, batch.batch().samples() + intake.waiting());
        return false;
      }
    }
  }

  /** SQLSTATE: a row was there (23), the transaction was rolled back (40), a table was there. */
  private static boolean isConflict(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("23")
            || state.startsWith("40")
            || state.equals("42P07")
            || state.equals("42S01"));
  }

  /** Stores what is there, for at most {@code patience}; what is left then is lost, and told. */
  void close(Duration patience) {
    deadline = System.nanoTime() + patience.toNanos();
    closing = true;
    wake.release();
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Sealed left = pending;
    long lost = (left == null ? 0 : left.batch().samples()) + intake.take().samples();
    if (lost > 0) {
      LOG.log(WARNING, "the statistics of {0} requests could not be stored before the end", lost);
    }
  }
}
