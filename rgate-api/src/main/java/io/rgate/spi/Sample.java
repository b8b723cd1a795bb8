package io.rgate.spi;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Trail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one request; immutable.
 *
 * @param start when the request's head had been read
 * @param method the request's method
 * @param path the raw path without the query, or null unless {@code stats.record_path} is {@code
 *     true}: paths may tell who a client is
 * @param status the status that was sent, 499 if the client went away before it had the whole
 *     response, or 502 if the origin's answer broke off
 * @param firstByteNanos from the start to the first byte of the response; 0 if none was written
 * @param totalNanos from the start to the last byte of the response
 * @param bytesIn how many bytes of the request's content were read
 * @param bytesOut how many bytes of the response's content were written
 * @param outcome how it ended
 * @param trail the route that matched, and each endpoint that was tried: how far it got, what went
 *     wrong and how long it took
 */
public record Sample(
    Instant start,
    String method,
    @Nullable String path,
    int status,
    long firstByteNanos,
    long totalNanos,
    long bytesIn,
    long bytesOut,
    Outcome outcome,
    Trail trail) {

  /** Refuses nulls. */
  public Sample {
    requireNonNull(start, "start");
    requireNonNull(method, "method");
    requireNonNull(outcome, "outcome");
    requireNonNull(trail, "trail");
  }

  /** Whether the status is one of success: 200 to 399. */
  public boolean success() {
    return status >= 200 && status < 400;
  }

  /** The id of the endpoint that was tried last, which gave the answer if any did; or null. */
  public @Nullable String endpoint() {
    return trail.attempts().isEmpty() ? null : trail.attempts().getLast().endpoint();
  }

  /** How a request ended. */
  public enum Outcome {
    /** The whole response was written. */
    COMPLETED,
    /** The client went away before it had the whole response. */
    CLIENT_GONE,
    /** The origin's answer broke off in the middle, and so did the client's. */
    ORIGIN_CUT
  }
}
