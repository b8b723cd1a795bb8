package io.rgate.limits;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.rgate.limits.store.Store;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store in a map, which can be away and can be emptied. Several limits may have it. */
final class MapStore implements Store {
  private final Map<String, byte[]> states = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final InMap manager;
  private volatile boolean away;
  private volatile boolean interrupting;

  MapStore(TimeMeter clock) {
    manager = new InMap(ClientSideConfig.getDefault().withClientClock(clock));
  }

  void away(boolean isAway) {
    away = isAway;
  }

  /** Whether threads that wait for it are interrupted. */
  void interrupt(boolean isInterrupting) {
    interrupting = isInterrupting;
  }

  void empty() {
    states.clear();
  }

  /** How often a state was asked for. */
  int asked() {
    return asked.get();
  }

  @Override
  public BucketProxy bucket(String key, Supplier<BucketConfiguration> first) {
    return manager.builder().build(key, first);
  }

  @Override
  public void probe() {
    if (interrupting) {
      throw new IllegalStateException(new InterruptedException());
    }
    if (away) {
      throw new IllegalStateException("the map", new IllegalStateException("it is away"));
    }
  }

  @Override
  public void reset() {}

  @Override
  public String place() {
    return "a map";
  }

  @Override
  public void close() {}

  /** Compares and swaps in the map. */
  private final class InMap extends AbstractCompareAndSwapBasedProxyManager<String> {
    InMap(ClientSideConfig config) {
      super(config);
    }

    @Override
    protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
      return new CompareAndSwapOperation() {
        @Override
        public Optional<byte[]> getStateData(Optional<Long> timeoutNanos) {
          probe();
          asked.incrementAndGet();
          return Optional.ofNullable(states.get(key));
        }

        @Override
        public boolean compareAndSwap(
            byte[] before, byte[] after, RemoteBucketState state, Optional<Long> timeoutNanos) {
          probe();
          boolean[] swapped = new boolean[1];
          states.compute(
              key,
              (k, there) -> {
                swapped[0] = there == null ? before == null : Arrays.equals(there, before);
                return swapped[0] ? after : there;
              });
          return swapped[0];
        }
      };
    }

    @Override
    protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected CompletableFuture<Void> removeAsync(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeProxy(String key) {
      states.remove(key);
    }

    @Override
    public boolean isAsyncModeSupported() {
      return false;
    }

    @Override
    public boolean isExpireAfterWriteSupported() {
      return false;
    }
  }
}
