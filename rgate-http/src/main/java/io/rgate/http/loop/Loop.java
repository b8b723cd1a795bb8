package io.rgate.http.loop;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees which channels are ready, and wakes the threads that wait for them; wakes those that have
 * waited too long as well. One thread for all of them.
 */
public final class Loop {
  /** The end of a wait that has none. */
  static final long NEVER = Long.MAX_VALUE;

  private static final System.Logger LOG = System.getLogger(Loop.class.getName());
  private static final String MODE = System.getProperty("rgate.loop", "platform");
  private static final long START = System.nanoTime();
  private static final long NANOS_A_MILLI = 1_000_000;

  private final Selector selector;
  private final AtomicLong nextLook = new AtomicLong(NEVER);
  private volatile boolean sleeping;
  private volatile boolean stopped;
  private int news;
  private int stale;
  private volatile Thread thread;

  /** A loop that has begun. */
  Loop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread =
        MODE.equals("platform")
            ? Thread.ofPlatform().daemon().name("rgate-loop").unstarted(this::run)
            : Thread.ofVirtual().name("rgate-loop").unstarted(this::run);
    thread.start();
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

  @SuppressWarnings("ThreadPriorityCheck") // those that were woken come first
  private void run() {
    int quiet = 0;
    while (!stopped) {
      try {
        quiet = look() > 0 ? 0 : quiet + 1;
        if (quiet >= 2 && stale == 0) {
          sleep();
          quiet = 0;
        }
        Thread.yield();
      } catch (IOException | RuntimeException e) {
        if (!stopped) {
          LOG.log(ERROR, "the loop over all connections failed, and goes on", e);
        }
      }
    }
    close();
  }

  private int look() throws IOException {
    news = 0;
    stale = 0;
    selector.selectNow(this::ready);
    checkIfDue();
    return news;
  }

  private void sleep() throws IOException {
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
  }

  private void ready(SelectionKey key) {
    try {
      if (((SocketTransport) key.attachment()).ready()) {
        news++;
      } else {
        stale++;
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
