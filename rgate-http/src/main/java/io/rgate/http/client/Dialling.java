package io.rgate.http.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Has one thread at a time connect, while the others that need a connection wait for it. */
final class Dialling {
  private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> running =
      new AtomicReference<>();

  /** Makes a connection up to {@code deadline}. */
  @FunctionalInterface
  interface Dial<T> {
    T dial(long deadline) throws IOException;
  }

  /**
   * Dials, or waits for another thread that does so.
   *
   * @return what was dialled, or null if another thread has made a connection
   * @throws IOException if there is none, also if the other thread has failed
   */
  <T> @Nullable T dialOrWait(long deadline, Dial<T> dial) throws IOException {
    CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> other = running.compareAndExchange(null, mine);
    if (other != null) {
      await(other, deadline);
      return null;
    }
    try {
      T made = dial.dial(deadline);
      mine.complete(null);
      return made;
    } catch (IOException | RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.set(null);
    }
  }

  private static void await(CompletableFuture<@Nullable Void> other, long deadline)
      throws IOException {
    try {
      other.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no connection in time");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread is to end");
    }
  }

  /** Whether a thread dials. */
  boolean isRunning() {
    return running.get() != null;
  }
}
