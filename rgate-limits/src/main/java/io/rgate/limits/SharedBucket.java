package io.rgate.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The bucket of one key: in the store, and, while that is away, in this process. Safe for use by
 * many threads.
 *
 * <p>A store may come back without its buckets, and a bucket that begins full would let a client
 * have a burst more than its limit. So a gateway remembers the level that it saw last. A bucket
 * that has to be made anew in the store begins with that, or with what is left of the one in this
 * process. A bucket that the store still has gets to know what was used here meanwhile.
 */
final class SharedBucket {
  private final Common common;
  private final BucketProxy remote;

  /** There while the store is away, and until the store knows what was used of it. */
  private final AtomicReference<@Nullable Local> local = new AtomicReference<>();

  private final AtomicBoolean settling = new AtomicBoolean();
  private volatile @Nullable Level seen;

  /** A bucket that nobody has used yet. */
  SharedBucket(Common common, String key) {
    this.common = common;
    this.remote = common.store.bucket(key, () -> common.limit.configuration(first()));
  }

  /**
   * What all buckets of a limit have in common.
   *
   * @param limit of all gateways together
   * @param share of this gateway, while the store is away
   */
  record Common(Limit limit, Limit share, Store store, Outage outage, TimeMeter clock) {}

  /** How many tokens there were at a time, and how long from then on there is surely no other. */
  private record Level(long tokens, long at, long nanosEmpty) {}

  /** The bucket in this process, and with how many tokens it began when. */
  private record Local(Bucket bucket, long began, long at) {}

  /**
   * Takes a token in the store.
   *
   * @throws RuntimeException if the store fails
   */
  Verdict take() {
    long now = common.clock.currentTimeNanos();
    Level level = seen;
    // Only time adds tokens, so an empty bucket need not be asked before the next one is due.
    if (level != null && now - level.at < level.nanosEmpty) {
      return Verdict.refused(level.nanosEmpty - (now - level.at));
    }
    Local used = local.get();
    if (used != null && !settled(used)) {
      return takeLocally(); // another thread is just telling the store
    }
    ConsumptionProbe probe = remote.tryConsumeAndReturnRemaining(1);
    seen =
        new Level(
            probe.getRemainingTokens(),
            now,
            probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill());
    return Verdict.of(probe);
  }

  /** Takes a token in this process, from the share of this gateway. */
  Verdict takeLocally() {
    Local there = local.get();
    if (there == null) {
      Local made = begin();
      Local other = local.compareAndExchange(null, made);
      there = other == null ? made : other;
    }
    return Verdict.of(there.bucket.tryConsumeAndReturnRemaining(1));
  }

  private Local begin() {
    long tokens = firstOfShare();
    return new Local(
        common.share.bucket(tokens, common.clock), tokens, common.clock.currentTimeNanos());
  }

  /** Tells the store what was used here while it was away; false if another thread does so. */
  private boolean settled(Local used) {
    if (!settling.compareAndSet(false, true)) {
      return false;
    }
    try {
      if (used.equals(local.get())) {
        long left = used.bucket.getAvailableTokens();
        long taken = unused(used) - left;
        if (taken > 0) {
          remote.tryConsumeAsMuchAsPossible(taken);
        }
        seen = new Level(left, common.clock.currentTimeNanos(), 0);
        local.set(null);
      }
      return true;
    } finally {
      settling.set(false);
    }
  }

  /** How many tokens there would be now if none had been taken. */
  private long unused(Local from) {
    long since = common.clock.currentTimeNanos() - from.at;
    return Math.min(common.share.burst(), from.began + common.share.tokensIn(since));
  }

  /** With how many tokens the bucket begins in a store that does not have it. */
  private long first() {
    Local used = local.get();
    // Of these the call that makes the bucket takes off at once what was used here.
    return used == null ? estimate() : unused(used);
  }

  private long firstOfShare() {
    long all = common.limit.burst();
    return estimate() >= all ? common.share.burst() : common.share.burst() * estimate() / all;
  }

  private long estimate() {
    Level level = seen;
    if (level != null) {
      long since = common.clock.currentTimeNanos() - level.at;
      return Math.min(common.limit.burst(), level.tokens + common.limit.tokensIn(since));
    }
    // A stranger after an outage may be known to another gateway. It gets what has come since.
    return Math.max(1, common.limit.tokensIn(common.outage.nanosBack()));
  }

  /** Whether nothing is lost with it: the store knows it. */
  boolean mayBeForgotten() {
    return local.get() == null;
  }
}
