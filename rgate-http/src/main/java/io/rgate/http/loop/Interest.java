package io.rgate.http.loop;

import java.nio.channels.SelectionKey;

/** What the loop looks for on one channel: reading nearly always, writing while it is full. */
final class Interest {
  /** How often the loop may find bytes that nobody reads before it looks away. */
  private static final int MOST_SIGHTINGS = 8;

  private final SelectionKey key;
  private final Loop loop;
  private volatile boolean paused;

  /** Used by the loop's own thread alone. */
  private int sightings;

  Interest(SelectionKey key, Loop loop) {
    this.key = key;
    this.loop = loop;
  }

  /** Looks for this and nothing else. */
  void set(int ops) {
    key.interestOps(ops);
    loop.wake();
  }

  /** Looks for this as well. */
  void add(int ops) {
    if (key.isValid()) {
      key.interestOpsOr(ops);
      loop.wake();
    }
  }

  /** Which of those were seen; they are looked for no longer. */
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

  /** Says that somebody was told of what can be read. */
  void told() {
    sightings = 0;
  }

  /**
   * Says that bytes were seen once more that nobody has read. If that goes on the loop looks away,
   * else it would go round for them.
   */
  void seenAgain(Side reading) {
    if (++sightings <= MOST_SIGHTINGS) {
      return;
    }
    sightings = 0;
    key.interestOpsAnd(~SelectionKey.OP_READ);
    paused = true;
    if (!reading.ready) {
      resume(); // it was read between the look and the pause
    }
  }

  /** Looks for what can be read again, if the loop has looked away. */
  void resume() {
    if (paused) {
      paused = false;
      add(SelectionKey.OP_READ);
    }
  }
}
