package io.rgate.spi;

/**
 * Reports which endpoints exist; which of them belong to a backend is decided by the gateway.
 *
 * <p>The gateway calls {@link #start} once and {@link #close} once, one after the other, each on a
 * thread that is there for the call. It waits ten seconds for the one and five for the other; then
 * it interrupts that thread, names the discovery in the log and goes on. A {@code start} that
 * throws ends the gateway's start. An implementation reports from any thread of its own.
 */
public interface BackendDiscovery extends AutoCloseable {

  /**
   * Begins to report to {@code listener}, without waiting for the first report: where endpoints
   * come from may be away, and the gateway starts all the same.
   */
  void start(Listener listener);

  /** Stops reporting and gives up every thread and connection; may be called without a start. */
  @Override
  void close();

  /** Takes what a discovery reports; safe for use by several threads. */
  interface Listener {

    /**
     * Takes what exists now, in place of the report before. Called on every change; the same report
     * again costs little.
     */
    void report(Discovered discovered);

    /**
     * Takes a failure to find out. The last list stays in force and the discovery keeps trying; the
     * gateway logs the first failure of a row.
     */
    void onFailure(Exception failure);
  }
}
