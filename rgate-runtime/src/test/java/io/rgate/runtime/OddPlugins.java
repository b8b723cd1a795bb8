package io.rgate.runtime;

import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Sample;
import io.rgate.spi.StatsSink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Plug-ins that do what a test tells them to. */
public final class OddPlugins {
  private OddPlugins() {}

  /** Hangs until {@code end}, whatever interrupts it. */
  static void hang(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return;
      } catch (InterruptedException e) {
        // That is what hanging is.
      }
    }
  }

  /** Hangs until it is interrupted. */
  public static void sleepUntilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A discovery that starts and closes as told. */
  static final class Odd implements BackendDiscovery {
    public final AtomicInteger closed = new AtomicInteger();
    final CompletableFuture<Listener> listener = new CompletableFuture<>();
    private final Consumer<Listener> onStart;
    private final Runnable onClose;

    Odd(Consumer<Listener> onStart, Runnable onClose) {
      this.onStart = onStart;
      this.onClose = onClose;
    }

    @Override
    public void start(Listener theirs) {
      listener.complete(theirs);
      onStart.accept(theirs);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      onClose.run();
    }
  }

  /** A sink that closes as told. */
  public static final class OddSink implements StatsSink {
    public final AtomicInteger closed = new AtomicInteger();
    private final Runnable onClose;

    public OddSink(Runnable onClose) {
      this.onClose = onClose;
    }

    @Override
    public void record(Sample sample) {
      throw new IllegalStateException("a test's sink that throws");
    }

    @Override
    public Duration closeWithin() {
      return Duration.ofMillis(300);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      onClose.run();
    }
  }
}
