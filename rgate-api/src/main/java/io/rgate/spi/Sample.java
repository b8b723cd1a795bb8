package io.rgate.spi;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Attempts;
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
 * @param attempts the route that matched, and each endpoint that was tried: how far it got, what
 *     went wrong and how long it took
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
    Attempts attempts) {

  /** Refuses nulls. */
  public Sample {
    requireNonNull(start, "start");
    requireNonNull(method, "method");
    requireNonNull(outcome, "outcome");
    requireNonNull(attempts, "attempts");
  }

  /**
   * A builder of a sample: a {@code GET} that began now and was answered whole with 200, without
   * content, route and endpoint, unless the builder's methods say something else.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the status is one of success: 200 to 399. */
  public boolean success() {
    return status >= 200 && status < 400;
  }

  /** The id of the endpoint that was tried last, which gave the answer if any did; or null. */
  public @Nullable String endpoint() {
    return attempts.all().isEmpty() ? null : attempts.all().getLast().endpoint();
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

  /** Makes a {@link Sample}, for tests and for plug-ins that need one; for one thread. */
  public static final class Builder {
    private Instant start = Instant.now();
    private String method = "GET";
    private @Nullable String path;
    private int status = 200;
    private long firstByteNanos;
    private long totalNanos;
    private long bytesIn;
    private long bytesOut;
    private Outcome outcome = Outcome.COMPLETED;
    private Attempts attempts = Attempts.NONE;

    private Builder() {}

    /** When the request's head had been read; without it the moment of the builder's making. */
    public Builder start(Instant when) {
      start = when;
      return this;
    }

    /** The request's method; without it {@code GET}. */
    public Builder method(String name) {
      method = name;
      return this;
    }

    /** The raw path without the query; without it none. */
    public Builder path(String raw) {
      path = raw;
      return this;
    }

    /** The status that was sent; without it 200. */
    public Builder status(int code) {
      status = code;
      return this;
    }

    /** The times to the first and to the last byte of the response; without it 0. */
    public Builder nanos(long firstByte, long total) {
      firstByteNanos = firstByte;
      totalNanos = total;
      return this;
    }

    /** How many bytes of content were read and written; without it 0. */
    public Builder bytes(long in, long out) {
      bytesIn = in;
      bytesOut = out;
      return this;
    }

    /** How the request ended; without it {@link Outcome#COMPLETED}. */
    public Builder outcome(Outcome how) {
      outcome = how;
      return this;
    }

    /** The route and the attempts; without it {@link Attempts#NONE}. */
    public Builder attempts(Attempts given) {
      attempts = given;
      return this;
    }

    /** The sample. */
    public Sample build() {
      return new Sample(
          start,
          method,
          path,
          status,
          firstByteNanos,
          totalNanos,
          bytesIn,
          bytesOut,
          outcome,
          attempts);
    }
  }
}
