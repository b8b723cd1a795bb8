package io.rgate.stats.memory;

import io.rgate.spi.Sample;
import io.rgate.spi.stats.Tally;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The counters of one series: one stripe, and twice as many whenever two threads have met in one,
 * so that a busy series does not slow its threads down and a quiet one takes little memory.
 */
final class Counters {
  /** How many stripes for a processor at most: enough that two threads seldom meet in one. */
  private static final int STRIPES_A_PROCESSOR = 4;

  private static final int MOST_STRIPES =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * STRIPES_A_PROCESSOR);

  private final AtomicReference<Stripe[]> stripes =
      new AtomicReference<>(new Stripe[] {new Stripe()});
  private final AtomicReference<Instant> since;
  private volatile int lastUse;
  private volatile boolean retired;

  /** Empty counters, for requests of which the first began at {@code since}. */
  Counters(Instant since) {
    this.since = new AtomicReference<>(since);
  }

  Instant since() {
    return since.get();
  }

  void record(Sample sample) {
    // Of two requests the one that began later may end first.
    lowerSince(sample.start());
    Stripe[] all = stripes.get();
    // Each request has a virtual thread of its own, and their ids are handed out in turn.
    if (!all[(int) Thread.currentThread().threadId() & (all.length - 1)].record(sample)) {
      grow(all);
    }
  }

  private void lowerSince(Instant start) {
    if (start.isBefore(since.get())) {
      since.accumulateAndGet(start, (a, b) -> a.isBefore(b) ? a : b);
    }
  }

  private void grow(Stripe[] all) {
    if (all.length < MOST_STRIPES) {
      Stripe[] more = Arrays.copyOf(all, all.length * 2);
      Arrays.setAll(more, i -> i < all.length ? all[i] : new Stripe());
      stripes.compareAndSet(all, more);
    }
  }

  void addRetry() {
    stripes.get()[0].addRetry();
  }

  void add(Tally tally) {
    if (tally.since() != null) {
      lowerSince(tally.since());
    }
    stripes.get()[0].add(tally);
  }

  void addTo(Tally tally) {
    tally.lowerSince(since.get());
    for (Stripe stripe : stripes.get()) {
      stripe.addTo(tally);
    }
  }

  /** Marks these counters as no longer read; a thread that records here later must fold again. */
  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  /** Takes out what is counted here. If several threads do so at once, one of them gets it. */
  Tally take() {
    Tally tally = new Tally();
    tally.lowerSince(since.get());
    for (Stripe stripe : stripes.get()) {
      stripe.moveTo(tally);
    }
    return tally;
  }

  /** The step in which these counters were used last; see {@link SeriesTable#fold()}. */
  int lastUse() {
    return lastUse;
  }

  void used(int now) {
    if (lastUse != now) {
      lastUse = now;
    }
  }
}
