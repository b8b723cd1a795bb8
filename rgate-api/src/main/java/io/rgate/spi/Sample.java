package io.rgate.spi;

import io.rgate.api.Trail;
import java.time.Instant;

/**
 * The measurement of one request.
 *
 * @param start when the request's head had been read
 * @param method the request's method
 * @param status the status that was sent, or 499 if the client went away before it could be
 * @param firstByteNanos from the start to the first byte of the response's content
 * @param totalNanos from the start to the last byte of the response
 * @param bytesOut how many bytes of the response's content were written
 * @param outcome how it ended
 * @param trail the route that matched and the endpoints that were tried
 */
public record Sample(
    Instant start,
    String method,
    int status,
    long firstByteNanos,
    long totalNanos,
    long bytesOut,
    Outcome outcome,
    Trail trail) {

  /** Whether the status is one of success: 200 to 399. */
  public boolean success() {
    return status >= 200 && status < 400;
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
