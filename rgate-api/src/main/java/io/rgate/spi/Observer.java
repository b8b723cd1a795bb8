package io.rgate.spi;

import io.rgate.api.Attempt;
import io.rgate.api.Request;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests from their begin to their end: for metrics, traces and logs of access.
 *
 * <p>Called by many threads at once, on the threads of the requests, which wait meanwhile: it must
 * not block. What it throws costs one line a minute in the log, never a request.
 */
@FunctionalInterface
public interface Observer {

  /**
   * Begins to follow {@code request}, before the first filter has it. Requests for the statistics,
   * and what could not be read as a request, are not observed.
   *
   * @return what follows this request, or null if nothing does
   */
  @Nullable Observation begin(Request request);

  /** Follows one request; called by one thread at a time. */
  @FunctionalInterface
  interface Observation {

    /**
     * An attempt at an endpoint has failed, or its answer has begun. Content that breaks off later
     * is told by {@link #ended} alone.
     */
    default void attempted(Attempt attempt) {}

    /** The response has ended, whole or not; called once, and last. */
    void ended(Sample sample);
  }
}
