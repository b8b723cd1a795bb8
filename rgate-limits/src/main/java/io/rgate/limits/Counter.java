package io.rgate.limits;

/** Counts requests by key. Safe for use by many threads. */
interface Counter extends AutoCloseable {

  /** Takes a token for one request of {@code key}, if there is one. Never throws. */
  Verdict take(String key);

  @Override
  void close();
}
