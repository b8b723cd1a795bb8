package io.rgate.http.loop;

/**
 * Gets reports about a channel while no thread reads from it. Called by the loop's own thread, so
 * it must not wait for anything.
 */
public interface Watcher {

  /** There is something to read: bytes, the end, or a failure. Returns whether to report more. */
  boolean readable();

  /** The time limit of the watch has passed. */
  void overdue();
}
