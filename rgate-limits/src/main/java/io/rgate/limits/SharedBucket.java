package io.rgate.limits;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.proxy.BucketNotFoundException;
import io.rgate.limits.store.Store;
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
  private static final int TRIES = 4;

  private final Common common;
  private final BucketProxy remote;

  /** There while the store is away, and until the store knows what was used of it. */
  private final AtomicReference<@Nullable Local> local = new AtomicReference<>();

  private final AtomicBoolean settling = new AtomicBoolean();
  private volatile @Nullable Level seen;

  /** Whether this gateway has made the bucket in the store; for the thread that settles. */
  private volatile boolean made;

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

  /** How many tokens there were at a time, and until when there is surely no other. */
  private record Level(long tokens, long at, long emptyUntil) {}

  /** The bucket in this process, and with how many tokens it began when, by both clocks. */
  private record Local(Bucket bucket, long began, long at, long wallMillis) {}

  /**
   * Takes a token in the store.
   *
   * @throws RuntimeException if the store fails
   */
  Verdict take() {
    long now = common.clock.currentTimeNanos();
    Level level = seen;
    // Only time adds tokens, so an empty bucket need not be asked before the next one is due.
    if (level != null && level.emptyUntil - now > 0) {
      return Verdict.refused(level.emptyUntil - now);
    }
    Local used = local.get();
    if (used != null && !settled(used)) {
      return takeLocally(); // another thread is just telling the store
    }
    ConsumptionProbe probe = ask();
    long wait = probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill();
    seen = new Level(probe.getRemainingTokens(), common.clock.currentTimeNanos(), now + wait);
    return Verdict.of(probe);
  }

  /**
   * Bucket4j makes a bucket that is missing, but not where several requests are counted together
   * and the store is PostgreSQL: then another request is just making it.
   */
  private ConsumptionProbe ask() {
    for (int i = 1; i < TRIES; i++) {
      try {
        return remote.tryConsumeAndReturnRemaining(1);
      } catch (RuntimeException e) {
        if (!isMissing(e)) {
          throw e;
        }
      }
    }
    return remote.tryConsumeAndReturnRemaining(1);
  }

  private static boolean isMissing(Throwable failure) {
    for (@Nullable Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof BucketNotFoundException) {
        return true;
      }
    }
    return false;
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
        common.share.bucket(tokens, common.clock),
        tokens,
        common.clock.currentTimeNanos(),
        System.currentTimeMillis());
  }

  /** Tells the store what was used here while it was away; false if another thread does so. */
  private boolean settled(Local used) {
    if (!settling.compareAndSet(false, true)) {
      return false;
    }
    try {
      if (used.equals(local.get())) {
        settle(used);
        long now = common.clock.currentTimeNanos();
        seen = new Level(used.bucket.getAvailableTokens(), now, now);
        local.set(null);
      }
      return true;
    } finally {
      settling.set(false);
    }
  }

  /**
   * A bucket that this call makes begins with what is left here. To one that another gateway has
   * made since, that is added, without the tokens that have come in both. From one that the store
   * has kept is taken what was used here, even if that is more than there is: another gateway may
   * have been faster.
   */
  private void settle(Local used) {
    made = false;
    long nowMillis = System.currentTimeMillis();
    BucketConfiguration there = remote.asVerbose().getAvailableTokens().getConfiguration();
    long left = used.bucket.getAvailableTokens();
    long taken = unused(used) - left;
    if (Limit.madeAt(there) < used.wallMillis) {
      if (taken > 0) {
        remote.consumeIgnoringRateLimits(taken);
      }
    } else if (!made) {
      add(left - common.share.tokensIn(MILLISECONDS.toNanos(nowMillis - Limit.madeAt(there))));
    }
  }

  private void add(long tokens) {
    if (tokens > 0) {
      remote.addTokens(tokens);
    } else if (tokens < 0) {
      remote.consumeIgnoringRateLimits(-tokens);
    }
  }

  /** How many tokens there would be now if none had been taken. */
  private long unused(Local from) {
    long since = common.clock.currentTimeNanos() - from.at;
    return Math.min(common.share.burst(), from.began + common.share.tokensIn(since));
  }

  /** With how many tokens the bucket begins in a store that does not have it. */
  private long first() {
    made = true;
    Local used = local.get();
    return used == null ? estimate() : used.bucket.getAvailableTokens();
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
