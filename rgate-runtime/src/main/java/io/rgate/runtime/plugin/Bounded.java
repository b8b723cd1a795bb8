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
 * Calls the code of plug-ins, each call on a thread of its own, and waits for a limited time. A
 * thread that does not return in time is interrupted and no longer waited for. It is a daemon, so
 * that the process can end.
 */
public final class Bounded {
  private static final System.Logger LOG = System.getLogger(Bounded.class.getName());

  private Bounded() {}

  /**
   * Returns the result of {@code call}, or throws its exception. An interrupt of the caller does
   * not end the wait; otherwise a stop on an interrupted thread would lose samples that a sink
   * still holds.
   *
   * @param name the plug-in's name
   * @param late receives a result that comes too late
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
   * Closes a plug-in. If it throws or hangs, the log gets a line with its name.
   *
   * @param name the plug-in's name
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
