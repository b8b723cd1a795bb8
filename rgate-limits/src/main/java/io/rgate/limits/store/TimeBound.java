package io.rgate.limits.store;

import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.distributed.proxy.ExecutionStrategy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs each call of a store on a thread of its own, and waits for it no longer than {@code
 * timeout}: not every driver has a timeout for all that it does. A thread that is interrupted
 * meanwhile stays so.
 *
 * @param timeout of one call
 */
public record TimeBound(Duration timeout) implements ExecutionStrategy {
  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("rgate-limits").start(task);

  @Override
  public <T> T execute(Supplier<T> call) {
    try {
      return CompletableFuture.supplyAsync(call, THREADS)
          .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BucketExceptions.executionException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw BucketExceptions.executionException(e);
    }
  }

  @Override
  public <T> CompletableFuture<T> executeAsync(Supplier<CompletableFuture<T>> call) {
    throw new UnsupportedOperationException("requests wait on their own threads");
  }

  /** Whether a call ended because a thread that waited for it was interrupted. */
  public static boolean wasInterrupted(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }
}
