package io.rgate.limits.store;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import java.util.function.Supplier;

/** Where gateways count together. Safe for use by many threads. */
public interface Store extends AutoCloseable {

  /**
   * The bucket of {@code key}; nothing is sent yet. Its methods throw a RuntimeException if the
   * store does not answer in time.
   *
   * @param first how a bucket begins that the store does not have
   */
  BucketProxy bucket(String key, Supplier<BucketConfiguration> first);

  /**
   * Asks the store whether it can be used, and makes there what is needed.
   *
   * @throws RuntimeException if it cannot be used
   */
  void probe();

  /** Closes idle connections, which may be broken. */
  void reset();

  /** What the log calls it; without secrets. */
  String place();

  @Override
  void close();
}
