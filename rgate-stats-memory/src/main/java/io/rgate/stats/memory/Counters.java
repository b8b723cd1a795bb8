package io.rgate.stats.memory;

import io.rgate.spi.Sample;
import io.rgate.spi.stats.Tally;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The counters of one series. They start with one stripe; the number doubles whenever two threads
 * meet in one. So threads do not slow each other down in a busy series, and a quiet series takes
 * little memory.
 */
final class Counters {
  /** The most stripes for each processor: enough that two threads seldom meet in one. */
  private static final int STRIPES_A_PROCESSOR = 4;

  private static final int MOST_STRIPES =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * STRIPES_A_PROCESSOR);

  private final AtomicReference<Stripe[]> stripes =
      new AtomicReference<>(new Stripe[] {new Stripe()});
  private final AtomicReference<Instant> since;
  private volatile int lastUse;
  private volatile boolean retired;

  /** Makes empty counters; {@code since} is the begin of the first request. */
  Counters(Instant since) {
    this.since = new AtomicReference<>(since);
  }

  Instant since() {
    return since.get();
  }

  void record(Sample sample) {
    // Of two requests, the one that began later may end first.
    lowerSince(sample.start());
    Stripe[] all = stripes.get();
    // Each request has a virtual thread of its own, and thread ids are consecutive numbers.
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

  /**
   * Marks these counters as no longer read; a thread that records here after that must fold again.
   */
  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  /**
   * Removes and returns the counts. If several threads do so at once, only one of them gets a
   * count.
   */
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
