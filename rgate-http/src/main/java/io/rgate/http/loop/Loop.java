package io.rgate.http.loop;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches which channels are ready, and wakes the threads that wait for them. It also wakes threads
 * whose wait limit is reached.
 *
 * <p>While few channels are ready, a platform thread waits for them. As soon as several are ready
 * at the same time, a virtual thread takes over: it checks the channels, lets the woken threads
 * run, and checks again. This needs no switch between threads of the operating system. The virtual
 * thread does so for a limited time; otherwise the scheduler would not run virtual threads that
 * were started elsewhere. Only one of the two threads uses the selector at a time.
 */
public final class Loop {
  /** The due time of a wait without a limit. */
  static final long NEVER = Long.MAX_VALUE;

  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  /**
   * If this many channels are ready at a time, more are likely to follow before a thread could
   * sleep.
   */
  private static final int MANY = 2;

  /** How long the virtual thread runs before other work gets its turn, new threads included. */
  private static final long TURN = Duration.ofMillis(10).toNanos();

  private static final long START = System.nanoTime();
  private static final long NANOS_A_MILLI = 1_000_000;

  private final Selector selector;
  private final AtomicLong nextLook = new AtomicLong(NEVER);
  private volatile boolean sleeping;
  private volatile boolean stopped;
  private int news;
  private final Thread waiter;
  private final Thread runner;
  private volatile boolean busy;

  /** Makes a loop and starts its thread. */
  Loop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    runner = Thread.ofVirtual().name("rgate-loop").unstarted(this::goRound);
    waiter = Thread.ofPlatform().daemon().name("rgate-loop").unstarted(this::waitForChannels);
    runner.start();
    waiter.start();
  }

  /** Registers a channel, without watching any operation yet. */
  SelectionKey register(SelectableChannel channel, SocketTransport transport) throws IOException {
    try {
      return channel.register(selector, 0, transport);
    } catch (ClosedSelectorException e) {
      throw new IOException("stopped", e);
    }
  }

  /** Makes the loop check for changes, if it sleeps. */
  void wake() {
    if (sleeping) {
      selector.wakeup();
    }
  }

  private static long now() {
    return System.nanoTime() - START;
  }

  /**
   * The time {@code nanos} from now on the loop's clock, at most a thirtieth later. Limits that are
   * near each other get the same time, so that the loop checks less often.
   */
  long due(long nanos) {
    if (nanos >= WaitLimit.FOR_EVER) {
      return NEVER;
    }
    long grain = Long.highestOneBit(Math.max(nanos >> 5, NANOS_A_MILLI));
    long due = (now() + nanos + grain - 1) & -grain;
    if (due < nextLook.get()) {
      nextLook.accumulateAndGet(due, Math::min);
      wake();
    }
    return due;
  }

  /**
   * The platform thread: waits for channels, and lets the virtual thread run while many are ready.
   */
  private void waitForChannels() {
    while (!stopped) {
      try {
        if (sleep() >= MANY) {
          busy = true;
          LockSupport.unpark(runner);
          while (busy && !stopped) {
            LockSupport.park(this);
          }
        }
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }
    LockSupport.unpark(runner);
    close();
  }

  /**
   * The virtual thread: checks again as long as channels are ready, after the woken threads have
   * run.
   */
  @SuppressWarnings("ThreadPriorityCheck") // the woken threads run first
  private void goRound() {
    while (!stopped) {
      while (!busy && !stopped) {
        LockSupport.park(this);
      }
      long end = System.nanoTime() + TURN;
      int quiet = 0;
      Thread.yield();
      while (quiet < 2 && !stopped && System.nanoTime() < end) {
        quiet = lookSafely() > 0 ? 0 : quiet + 1;
        Thread.yield();
      }
      busy = false;
      LockSupport.unpark(waiter);
    }
  }

  private int lookSafely() {
    try {
      return look();
    } catch (IOException | RuntimeException e) {
      failed(e);
      return 0;
    }
  }

  private void failed(Exception e) {
    if (!stopped) {
      LOG.log(ERROR, "the loop over all connections failed, and goes on", e);
    }
  }

  private int look() throws IOException {
    news = 0;
    selector.selectNow(this::ready);
    checkIfDue();
    return news;
  }

  private int sleep() throws IOException {
    news = 0;
    sleeping = true;
    try {
      long next = nextLook.get();
      long left = next == NEVER ? 0 : Math.max(1, (next - now()) / NANOS_A_MILLI + 1);
      if (!stopped) {
        selector.select(this::ready, left);
      }
    } finally {
      sleeping = false;
    }
    checkIfDue();
    return news;
  }

  private void ready(SelectionKey key) {
    try {
      if (((SocketTransport) key.attachment()).ready()) {
        news++;
      }
    } catch (CancelledKeyException e) {
      // The channel was closed just now.
    }
  }

  private void checkIfDue() {
    long now = now();
    if (now < nextLook.get()) {
      return;
    }
    nextLook.set(NEVER);
    long next = NEVER;
    for (SelectionKey key : selector.keys()) {
      next = Math.min(next, ((SocketTransport) key.attachment()).check(now));
    }
    nextLook.accumulateAndGet(next, Math::min);
  }

  /** Stops the loop; threads that still wait get an exception. */
  void stop() {
    stopped = true;
    LockSupport.unpark(waiter);
    selector.wakeup();
  }

  private void close() {
    for (SelectionKey key : selector.keys()) {
      ((SocketTransport) key.attachment()).close();
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(ERROR, "a selector could not be closed", e);
    }
  }
}
