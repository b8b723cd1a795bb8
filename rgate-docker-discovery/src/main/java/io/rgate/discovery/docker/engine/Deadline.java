package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls with a time limit. docker-java ignores its response timeout on Unix sockets. Here a call
 * runs on a virtual thread of its own. If it takes too long, the thread is interrupted, which
 * closes the channel that it reads (an InterruptibleChannel, or a Socket because the thread is
 * virtual).
 */
final class Deadline {
  private Deadline() {}

  /** A call that blocks. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Returns the result of {@code call}, or throws an IOException that names what got no answer in
   * time.
   */
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
      // The caller gets every failure, unless it has stopped waiting.
      result.completeExceptionally(e);
    }
  }

  /**
   * The innermost message, because docker-java wraps a failure in exceptions without useful
   * messages.
   */
  private static String reason(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }
}
