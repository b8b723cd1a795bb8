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
 * Sees which channels are ready, and wakes the threads that wait for them; wakes those that have
 * waited too long as well.
 *
 * <p>While little happens a platform thread waits for channels. As soon as several are ready at a
 * time a virtual thread takes over, which looks, lets those run that it woke, and looks again: that
 * costs no switch between threads of the operating system. It does so for a bounded time, because
 * the scheduler of virtual threads would else leave out those that were started elsewhere. Only one
 * of both uses the selector at a time.
 */
public final class Loop {
  /** The end of a wait that has none. */
  static final long NEVER = Long.MAX_VALUE;

  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  /** So many at a time, and more are likely to come before anybody could sleep. */
  private static final int MANY = 2;

  /** How long the virtual thread goes round: then other work has its turn, new threads too. */
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

  /** Begins. */
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

  /** Takes a channel in, of which nothing is looked for yet. */
  SelectionKey register(SelectableChannel channel, SocketTransport transport) throws IOException {
    try {
      return channel.register(selector, 0, transport);
    } catch (ClosedSelectorException e) {
      throw new IOException("stopped", e);
    }
  }

  /** Has the loop see what has changed, if it sleeps. */
  void wake() {
    if (sleeping) {
      selector.wakeup();
    }
  }

  private static long now() {
    return System.nanoTime() - START;
  }

  /**
   * The moment {@code nanos} from now on the loop's clock, a thirtieth later at most: ends of waits
   * that are near each other become one, so that the loop need not look often.
   */
  long due(long nanos) {
    if (nanos >= Patience.FOR_EVER) {
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

  /** The platform thread: waits for channels, and lets the virtual one go round while many come. */
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
   * The virtual thread: looks again and again as long as there is news, those that it woke first.
   */
  @SuppressWarnings("ThreadPriorityCheck") // those that were woken come first
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
      // It was closed just now.
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

  /** Ends the loop; whoever still waits wakes with an exception. */
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
