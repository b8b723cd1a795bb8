package io.rgate.runtime.forward;

import io.rgate.api.Attempt.Failure;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
import io.rgate.transport.Cancellation;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.Connected;
import io.rgate.transport.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to an endpoint for one request, and while that takes longer than usual to others beside
 * it. The first connection is used. Each other one that comes is left to later requests; each other
 * one that fails counts as the failure it is.
 *
 * <p>Every connection is made on a thread of its own, which ends with the time to connect. For the
 * request's thread.
 */
final class DialRace {
  private final Upstream upstream;
  private final Pool pool;
  private final Owner owner;
  private final Duration atMost;
  private final long start = System.nanoTime();
  private final List<Dial> running = new ArrayList<>(2);
  private final BlockingQueue<Dial> ended = new LinkedBlockingQueue<>();
  private final Queue<Dial> late = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /** The request that needs a connection. */
  interface Owner {
    /** An endpoint to dial beside these, or null if there is none. */
    @Nullable Pick beside(List<Dial> running);

    /**
     * How many of a hundred requests may dial an endpoint that is preferred less beside another.
     */
    int budgetPercent();

    /** Called when a dial has failed while others go on. */
    void failed(Dial dial);
  }

  /** All of its connections are made within {@code atMost} from now on. */
  DialRace(Upstream upstream, Pool pool, Duration atMost, Owner owner) {
    this.upstream = upstream;
    this.pool = pool;
    this.atMost = atMost;
    this.owner = owner;
  }

  /**
   * The first connection that was made, or the last one that failed; called once.
   *
   * @param cancellation ends the waiting; null if nobody does
   */
  Dial run(Pick first, @Nullable Cancellation cancellation) {
    Dial gone = Dial.givenUp(first, "the client has left");
    if (cancellation != null) {
      cancellation.onCancel(() -> ended.add(gone));
    }
    try {
      start(first, false);
      Dial result = first(pool.dials().usual(atMost));
      if (result.made() != null) {
        pool.dials().made(result.nanos());
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Dial.givenUp(first, "interrupted");
    } finally {
      over = true;
      settle();
    }
  }

  private Dial first(long usual) throws InterruptedException {
    long wait = usual;
    while (true) {
      Dial next = ended.poll(wait, TimeUnit.NANOSECONDS);
      if (next == null) {
        running.forEach(dial -> dial.pick().state().hangs(pool.rules().ejection()));
      } else if (isLast(next)) {
        return next;
      } else {
        owner.failed(next);
      }
      Pick beside = owner.beside(running);
      if (beside != null && upstream.hasConnection(beside.endpoint())) {
        return new Dial(beside);
      }
      // There may be one later, but this is not worth asking for often.
      wait = beside != null && startBeside(beside) ? usual : wait * 2;
    }
  }

  /**
   * Whether the race is over: it brought a connection, or the last dial failed, or nobody waits.
   */
  private boolean isLast(Dial next) {
    boolean known = running.remove(next);
    return !known || !next.hasFailed() || running.isEmpty();
  }

  /** Dials another one; one that is preferred less only if few such dials are under way. */
  private boolean startBeside(Pick pick) {
    boolean doubtful = pick.state().isDoubtful();
    if (doubtful && !pool.dials().beside().take(owner.budgetPercent(), pool.inFlight())) {
      pick.drop();
      return false;
    }
    start(pick, doubtful);
    return true;
  }

  private void start(Pick pick, boolean budgeted) {
    Dial dial = new Dial(pick);
    pick.begin(dial.began());
    running.add(dial);
    Duration left = atMost.minusNanos(dial.began() - start);
    Duration least = Duration.ofMillis(1);
    Duration time = left.compareTo(least) < 0 ? least : left;
    Thread.ofVirtual().name("rgate-dial").start(() -> connect(dial, time, budgeted));
  }

  private void connect(Dial dial, Duration time, boolean budgeted) {
    try {
      dial.connected(upstream.connect(dial.pick().endpoint(), time));
    } catch (UpstreamException e) {
      dial.failed(e);
    } catch (RuntimeException | Error e) {
      dial.broke(e);
    }
    if (budgeted) {
      pool.dials().beside().release();
    }
    if (dial.made() == null) {
      dial.pick().endWithoutAnswer();
    }
    ended.add(dial);
    if (over) {
      settle();
    }
  }

  /** Sees to the dials that the request has no use for. */
  private void settle() {
    for (Dial dial = ended.poll(); dial != null; dial = ended.poll()) {
      Connected unused = dial.made();
      UpstreamException failure = dial.failure();
      if (unused != null) {
        unused.keep();
        dial.pick().endWithoutAnswer();
        if (dial.pick().probes()) {
          pool.passed(dial.pick());
        }
      } else if (failure != null && failure.failure() != Failure.CLIENT) {
        pool.failed(dial.pick(), Fault.CONNECT, String.valueOf(failure.getMessage()));
        late.add(dial);
      } else if (failure == null) {
        dial.pick().abandon();
      }
    }
  }

  /** The next that failed after the first connection had been made; null if none is left. */
  @Nullable Dial nextLate() {
    return late.poll();
  }
}
