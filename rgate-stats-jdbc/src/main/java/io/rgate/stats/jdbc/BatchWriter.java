package io.rgate.stats.jdbc;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The thread that stores samples, batch by batch. A failed batch is tried again unchanged, under
 * the same number, before any other batch: it may have been stored already.
 */
final class BatchWriter {
  private static final System.Logger LOG = System.getLogger(JdbcStats.class.getName());

  /**
   * How often a step is tried after a conflict with another gateway, before it counts as a failure.
   * Two gateways that add the same row, or make the same tables, conflict; the next try finds the
   * row or the tables.
   */
  private static final int TRIES_AT_ONCE = 8;

  private static final Duration CONFLICT_PAUSE = Duration.ofMillis(20);

  /** The SQLSTATEs of PostgreSQL and H2 for a table or a column that already exists. */
  private static final Set<String> EXISTS = Set.of("42P07", "42701", "42S01", "42S21");

  private static final Duration DELETE_EVERY = Duration.ofMinutes(1);

  /** The longest pause between two tries while a stop waits for the writer. */
  private static final Duration LONGEST_PAUSE_AT_END = Duration.ofMillis(200);

  private final Intake intake;
  private final Store store;
  private final Duration flushEvery;
  private final Outage outage;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Queue<CompletableFuture<Boolean>> flushes = new ConcurrentLinkedQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("rgate-stats-writer").unstarted(this::run);
  private volatile long deadline;
  private volatile boolean closing;

  /** The stop no longer waits: unstored samples are lost, and failures are no longer logged. */
  private volatile boolean ended;

  private volatile @Nullable NumberedBatch pending;
  private long lastNumber;
  private long droppedStored;
  private boolean prepared;
  private long nextDelete = System.nanoTime();

  /** Stores the samples from {@code intake} in {@code store}, every {@code flushEvery}. */
  BatchWriter(Intake intake, Store store, Duration flushEvery, Outage outage, InstantSource clock) {
    this.clock = clock;
    this.intake = intake;
    this.store = store;
    this.flushEvery = flushEvery;
    this.outage = outage;
  }

  void start() {
    thread.start();
  }

  /** Stores all samples now; the result tells whether this succeeded. */
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
        long start = System.nanoTime();
        boolean last = closing;
        List<CompletableFuture<Boolean>> waiting = takeFlushes();
        boolean stored = storeAll();
        waiting.forEach(flush -> flush.complete(stored));
        if (last && (stored || System.nanoTime() - deadline >= 0)) {
          return;
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        pause(stored ? flushEvery.minus(taken) : backoff.next());
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
    if (wake.tryAcquire(Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS)) {
      wake.drainPermits();
    }
  }

  /** Stores the failed batch, and then all samples so far. */
  private boolean storeAll() {
    // Also at the start without samples, so that an operator learns of a problem at once.
    if (!prepared && !tried(store::prepare)) {
      return false;
    }
    prepared = true;
    NumberedBatch failed = pending;
    if (failed != null && !store(failed)) {
      return false;
    }
    Batch batch = intake.take();
    long dropped = intake.dropped();
    boolean stored =
        (batch.samples() == 0 && dropped == droppedStored)
            || store(new NumberedBatch(++lastNumber, batch, dropped));
    if (stored) {
      deleteOld();
    }
    return stored;
  }

  private boolean store(NumberedBatch batch) {
    pending = batch;
    boolean stored = tried(() -> store.write(batch));
    if (stored) {
      pending = null;
      droppedStored = batch.dropped();
    }
    return stored;
  }

  /** A change in the database. */
  @FunctionalInterface
  private interface Step {
    void run() throws SQLException;
  }

  private boolean tried(Step step) {
    for (int tries = 1; ; tries++) {
      try {
        step.run();
        backoff.reset();
        outage.succeeded();
        return true;
      } catch (SQLException e) {
        if (tries == TRIES_AT_ONCE || !isConflict(e)) {
          return failed(e);
        }
        LockSupport.parkNanos(CONFLICT_PAUSE.multipliedBy(tries).toNanos());
      } catch (RuntimeException | Error e) {
        // An Error too, because this thread must continue; otherwise nothing would be stored any
        // more.
        return failed(e);
      }
    }
  }

  private boolean failed(Throwable e) {
    if (ended) {
      return false;
    }
    NumberedBatch left = pending;
    outage.failed(e, (left == null ? 0 : left.batch().samples()) + intake.waiting());
    return false;
  }

  private void deleteOld() {
    long now = System.nanoTime();
    if (now - nextDelete < 0) {
      return;
    }
    nextDelete = now + DELETE_EVERY.toNanos();
    try {
      store.deleteOld(clock.instant());
    } catch (SQLException | RuntimeException e) {
      // The rows are old and small; the next try follows a minute later.
      LOG.log(DEBUG, "old rows of the statistics could not be deleted", e);
    }
  }

  /**
   * Whether the SQLSTATE means that a row was there (23), that the transaction was rolled back
   * (40), or that a table or a column was there.
   */
  private static boolean isConflict(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("23") || state.startsWith("40") || EXISTS.contains(state));
  }

  /** Stores the samples for at most {@code patience}; samples that are left are lost and logged. */
  void close(Duration patience) {
    deadline = System.nanoTime() + patience.toNanos();
    closing = true;
    wake.release();
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended = true;
    NumberedBatch left = pending;
    long lost = (left == null ? 0 : left.batch().samples()) + intake.take().samples();
    if (lost > 0) {
      LOG.log(
          WARNING,
          "the statistics of "
              + lost
              + " requests could not be stored before the end"
              + outage.trouble().map(why -> ": " + why).orElse(""));
    }
  }
}
