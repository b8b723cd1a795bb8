package io.rgate.limits;

import io.github.bucket4j.TimeMeter;
import io.rgate.limits.store.Store;
import io.rgate.limits.store.TimeBound;

/**
 * Counts in a store that gateways share; while it is away, as {@link WhenAway} says. Safe for use
 * by many threads.
 */
final class SharedBuckets implements Counter {
  private static final int FIRST_TRIES = 3;

  private final Store store;
  private final WhenAway whenAway;
  private final Outage outage;
  private final Recent<SharedBucket> buckets;

  /**
   * Counts by the limit of {@code plan}. If the store cannot be used now, it is away from the
   * beginning.
   */
  SharedBuckets(Plan plan, Store store, TimeMeter clock) {
    this.store = store;
    this.whenAway = plan.whenAway();
    this.outage = new Outage(store, plan.name(), plan.whenAway(), clock);
    SharedBucket.Common common =
        new SharedBucket.Common(
            plan.limit(), plan.limit().share(plan.localShare()), store, outage, clock);
    this.buckets =
        new Recent<>(
            plan.maxKeys(), key -> new SharedBucket(common, key), SharedBucket::mayBeForgotten);
    tryFirst();
  }

  /** More than once: the very first connection of a process takes longer than all others. */
  private void tryFirst() {
    RuntimeException failure = null;
    for (int i = 0; i < FIRST_TRIES; i++) {
      try {
        store.probe();
        return;
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      outage.failed(outage.epoch(), failure);
    }
  }

  /**
   * What is counted, and how.
   *
   * @param name of the limit
   * @param limit of all gateways together
   * @param maxKeys how many keys this gateway remembers
   * @param whenAway what happens while the store is away
   * @param localShare how many percent of the limit this gateway may use up meanwhile
   */
  record Plan(String name, Limit limit, int maxKeys, WhenAway whenAway, int localShare) {}

  @Override
  public Verdict take(String key) {
    SharedBucket bucket = buckets.get(key);
    int epoch = outage.epoch();
    if (!Outage.isAway(epoch)) {
      try {
        return bucket.take();
      } catch (RuntimeException e) {
        // A client that left interrupts the thread, and all that were to be counted with it.
        if (!TimeBound.wasInterrupted(e)) {
          outage.failed(epoch, e);
        }
      }
    }
    return switch (whenAway) {
      case LOCAL -> bucket.takeLocally();
      case ALLOW -> Verdict.UNCOUNTED;
      case REFUSE -> Verdict.UNAVAILABLE;
    };
  }

  @Override
  public void close() {
    outage.close();
    store.close();
  }
}
