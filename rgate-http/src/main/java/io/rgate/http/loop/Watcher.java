package io.rgate.http.loop;

/**
 * Learns what happens on a channel while nobody reads from it. Called by the loop's own thread: it
 * must not wait for anything.
 */
public interface Watcher {

  /** There is something to read: bytes, the end, or a failure. True to be told of more. */
  boolean readable();

  /** The time for which it was to be watched has passed. */
  void overdue();
}
