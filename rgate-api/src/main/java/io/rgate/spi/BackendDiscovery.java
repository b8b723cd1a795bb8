package io.rgate.spi;

import io.rgate.api.Endpoint;
import java.util.List;
import java.util.Map;

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
     * Takes the full list of endpoints that exist now, each with all its labels, in place of the
     * list before. Called on every change; the same list again costs little.
     */
    void onEndpoints(List<Endpoint> endpoints);

    /**
     * The same, together with what is there but cannot take requests; for a discovery that knows
     * why, so that the gateway can tell.
     */
    default void onEndpoints(List<Endpoint> endpoints, List<Rejected> rejected) {
      onEndpoints(endpoints);
    }

    /**
     * The same, together with why an endpoint has the address that it has; for a discovery that
     * chooses among several addresses.
     *
     * @param choices a few words each, by the endpoint's id
     */
    default void onEndpoints(
        List<Endpoint> endpoints, List<Rejected> rejected, Map<String, String> choices) {
      onEndpoints(endpoints, rejected);
    }

    /**
     * Takes a failure to find out. The last list stays in force and the discovery keeps trying; the
     * gateway logs the first failure of a row.
     */
    void onFailure(Exception failure);
  }
}
