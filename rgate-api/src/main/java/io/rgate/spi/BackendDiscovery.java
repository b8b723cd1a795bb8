package io.rgate.spi;

import io.rgate.api.Endpoint;
import java.util.List;
import java.util.Map;

/**
 * Reports which endpoints exist. The gateway decides which of them belong to a backend.
 *
 * <p>The gateway calls {@link #start} once and then {@link #close} once, each on a thread that it
 * makes for the call. It waits ten seconds for {@code start} and five for {@code close}; then it
 * interrupts that thread, logs the name of the discovery and goes on. If {@code start} throws, the
 * gateway does not start. An implementation reports from any thread of its own.
 */
public interface BackendDiscovery extends AutoCloseable {

  /**
   * Begins to report to {@code listener}, without waiting for the first report. The gateway starts
   * even while the source of endpoints cannot be reached.
   */
  void start(Listener listener);

  /** Stops reporting and releases all threads and connections; may be called without a start. */
  @Override
  void close();

  /** Receives the reports of a discovery; safe for use by several threads. */
  interface Listener {

    /**
     * Replaces the list of endpoints by {@code endpoints}: all that exist now, each with all its
     * labels. Called on every change; a repeated list costs little.
     */
    void onEndpoints(List<Endpoint> endpoints);

    /**
     * The same, with the instances that exist but cannot take requests. The gateway shows the
     * reasons.
     */
    default void onEndpoints(List<Endpoint> endpoints, List<Rejected> rejected) {
      onEndpoints(endpoints);
    }

    /**
     * The same, with the reason why an endpoint has its address. For a discovery that chooses one
     * of several addresses.
     *
     * @param choices a few words for each endpoint, by the endpoint's id
     */
    default void onEndpoints(
        List<Endpoint> endpoints, List<Rejected> rejected, Map<String, String> choices) {
      onEndpoints(endpoints, rejected);
    }

    /**
     * Reports that the endpoints could not be read. The last list stays in use and the discovery
     * keeps trying; of several failures in a row the gateway logs the first.
     */
    void onFailure(Exception failure);
  }
}
