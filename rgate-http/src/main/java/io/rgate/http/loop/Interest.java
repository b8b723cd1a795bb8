package io.rgate.http.loop;

import java.nio.channels.SelectionKey;

/**
 * The operations that the loop watches on one channel: reading nearly always, writing while the
 * socket is full.
 */
final class Interest {
  /** How often the loop may find unread bytes before it stops watching. */
  private static final int MOST_SIGHTINGS = 8;

  private final SelectionKey key;
  private final Loop loop;
  private volatile boolean paused;

  /** Used by the loop's own thread only. */
  private int sightings;

  Interest(SelectionKey key, Loop loop) {
    this.key = key;
    this.loop = loop;
  }

  /** Watches these operations and no others. */
  void set(int ops) {
    key.interestOps(ops);
    loop.wake();
  }

  /** Watches these operations in addition. */
  void add(int ops) {
    if (key.isValid()) {
      key.interestOpsOr(ops);
      loop.wake();
    }
  }

  /** Returns which of these operations are ready; stops watching them. */
  boolean takeReady(int ops) {
    if ((key.readyOps() & ops) == 0) {
      return false;
    }
    key.interestOpsAnd(~ops);
    return true;
  }

  boolean isReady(int ops) {
    return (key.readyOps() & ops) != 0;
  }

  /** Called when a thread was told that bytes can be read. */
  void told() {
    sightings = 0;
  }

  /**
   * Called when the loop finds bytes again that no thread has read. If this repeats, the loop stops
   * watching; otherwise it would run without pause.
   */
  void seenAgain(Side reading) {
    if (++sightings <= MOST_SIGHTINGS) {
      return;
    }
    sightings = 0;
    key.interestOpsAnd(~SelectionKey.OP_READ);
    paused = true;
    if (!reading.ready) {
      resume(); // the bytes were read between the check and the pause
    }
  }

  /** Watches for readable bytes again, if the loop has stopped watching. */
  void resume() {
    if (paused) {
      paused = false;
      add(SelectionKey.OP_READ);
    }
  }
}
