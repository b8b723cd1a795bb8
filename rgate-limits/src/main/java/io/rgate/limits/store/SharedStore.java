package io.rgate.limits.store;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AbstractProxyManagerBuilder;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import java.time.Duration;
import java.util.function.Supplier;

/** The buckets of a store, as Bucket4j's backends keep them. */
final class SharedStore {
  /** How long a bucket is kept after it must be full again. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final ProxyManager<String> buckets;
  private final String prefix;

  /** The {@code buckets} whose keys begin with {@code prefix}. */
  SharedStore(ProxyManager<String> buckets, String prefix) {
    this.buckets = buckets;
    this.prefix = prefix;
  }

  /** The {@code backend}, whose calls take {@code timeout} at most, and whose buckets expire. */
  static <B extends AbstractProxyManagerBuilder<String, ?, B>> B bounded(
      B backend, Duration timeout) {
    return backend
        .executionStrategy(new TimeBound(timeout))
        .expirationAfterWrite(
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT));
  }

  /** As {@link Store#bucket} says. Requests of one key that come together are counted together. */
  BucketProxy bucket(String key, Supplier<BucketConfiguration> first) {
    return buckets.builder().withOptimization(Optimizations.batching()).build(prefix + key, first);
  }
}
