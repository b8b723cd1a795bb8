package io.rgate.runtime.plugin;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls the code of plug-ins, each call on a thread of its own, and waits for it no longer than a
 * bound. The thread of a call that hangs is interrupted and left alone; it is a daemon, so that it
 * does not keep the process alive.
 */
public final class Bounded {
  private static final System.Logger LOG = System.getLogger(Bounded.class.getName());

  private Bounded() {}

  /**
   * What {@code call} returns; what it throws is thrown here. An interrupt of the caller does not
   * end the wait, or a stop on an interrupted thread would lose what a sink still holds.
   *
   * @param name names the plug-in
   * @param late takes a result that comes after the bound
   * @throws TimeoutException if the call has not returned in time
   */
  static <T> T call(String name, Duration atMost, Supplier<T> call, Consumer<T> late)
      throws TimeoutException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("rgate: " + name)
            .start(() -> complete(result, name, call, late));
    try {
      return result.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case TimeoutException timeout -> {
          thread.interrupt();
          throw timeout;
        }
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  private static <T> void complete(
      CompletableFuture<T> result, String name, Supplier<T> call, Consumer<T> late) {
    try {
      T value = call.get();
      if (!result.complete(value)) {
        late.accept(value);
      }
    } catch (Throwable e) {
      if (!result.completeExceptionally(e)) {
        LOG.log(WARNING, name + " failed after the gateway had stopped waiting for it", e);
      }
    }
  }

  /**
   * Closes a plug-in; one that throws or hangs costs a line in the log that names it.
   *
   * @param name names the plug-in
   */
  public static void close(String name, Runnable close, Supplier<Duration> atMost) {
    try {
      Duration bound = atMost.get();
      try {
        call(name, bound, () -> run(close), done -> {});
      } catch (TimeoutException e) {
        LOG.log(
            WARNING,
            "{0} has not returned from close within {1} ms; the gateway goes on without it",
            name,
            String.valueOf(bound.toMillis()));
      }
    } catch (RuntimeException | Error e) {
      LOG.log(WARNING, name + " failed to close", e);
    }
  }

  private static boolean run(Runnable call) {
    call.run();
    return true;
  }
}
