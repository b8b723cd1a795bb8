package io.rgate.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/** Counts in the memory of this process. Safe for use by many threads. */
final class LocalBuckets implements Counter {
  private final Recent<Bucket> buckets;

  /** Counts by {@code limit} for at most {@code maxKeys} keys. */
  LocalBuckets(Limit limit, int maxKeys, TimeMeter clock) {
    buckets =
        new Recent<>(
            maxKeys,
            key -> limit.bucket(limit.burst(), clock),
            bucket -> bucket.getAvailableTokens() >= limit.burst());
  }

  @Override
  public Verdict take(String key) {
    return Verdict.of(buckets.get(key).tryConsumeAndReturnRemaining(1));
  }

  @Override
  public void close() {}
}
