package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls with a limit. docker-java ignores its response timeout on Unix sockets; here the call runs
 * on a virtual thread of its own, and one that takes too long is interrupted, which closes the
 * channel that it reads (InterruptibleChannel; for a Socket, because the thread is virtual).
 */
final class Deadline {
  private Deadline() {}

  /** Something that blocks. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException, InterruptedException;
  }

  /** What {@code call} returns, or an IOException that says what was not answered in time. */
  static <T> T call(Duration limit, String what, Call<T> call)
      throws IOException, InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = Thread.ofVirtual().name("rgate-docker-call").start(() -> run(call, result));
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(what + ": no answer within " + limit.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(what + ": " + reason(e), e);
    } finally {
      if (!result.isDone()) {
        result.cancel(false);
        thread.interrupt();
      }
    }
  }

  private static <T> void run(Call<T> call, CompletableFuture<T> result) {
    try {
      T value = call.run();
      if (!result.complete(value) && value instanceof AutoCloseable late) {
        late.close();
      }
    } catch (Throwable e) {
      // Every failure is told to the caller, unless the caller has stopped waiting.
      result.completeExceptionally(e);
    }
  }

  /** The innermost message: docker-java wraps what happened in exceptions that say nothing. */
  private static String reason(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }
}
