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
 * @param path the raw path without the query; null unless {@code stats.record_path} is {@code
 *     true}, because paths can identify a client
 * @param status the status that was sent, 101 for a tunnel however it has ended; 499 if the client
 *     went away before the response was complete; 502 if the origin's answer ended early
 * @param firstByteNanos from the start to the first byte of the response; 0 if none was written
 * @param totalNanos from the start to the last byte of the response, or to the end of the tunnel
 * @param bytesIn how many bytes of the request's content were read, and of the tunnel
 * @param bytesOut how many bytes of the response's content were written, and of the tunnel
 * @param outcome how the request ended
 * @param attempts the route that matched, and each attempt: its endpoint, how far it got, what went
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
    Attempts attempts) {

  /** Refuses nulls. */
  public Sample {
    requireNonNull(start, "start");
    requireNonNull(method, "method");
    requireNonNull(outcome, "outcome");
    requireNonNull(attempts, "attempts");
  }

  /**
   * A builder of a sample. Its defaults are a {@code GET} that begins now and is answered
   * completely with 200, without content, route and endpoint.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the status means success: 200 to 399, or 101 for a tunnel. */
  public boolean success() {
    return (status >= 200 && status < 400) || status == 101;
  }

  /**
   * The id of the endpoint that was tried last, or null; if there is an answer, it came from this
   * endpoint.
   */
  public @Nullable String endpoint() {
    return attempts.all().isEmpty() ? null : attempts.all().getLast().endpoint();
  }

  /** How a request ended. */
  public enum Outcome {
    /** The whole response was written. */
    COMPLETED,
    /** The client went away before it had the whole response. */
    CLIENT_GONE,
    /** The origin's answer ended early, and so did the response to the client. */
    ORIGIN_CUT
  }

  /** Makes a {@link Sample}, for tests and plug-ins; used by one thread. */
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

    /**
     * When the request's head had been read; the default is the time at which the builder was made.
     */
    public Builder start(Instant when) {
      start = when;
      return this;
    }

    /** The request's method; the default is {@code GET}. */
    public Builder method(String name) {
      method = name;
      return this;
    }

    /** The raw path without the query; the default is none. */
    public Builder path(String raw) {
      path = raw;
      return this;
    }

    /** The status that was sent; the default is 200. */
    public Builder status(int code) {
      status = code;
      return this;
    }

    /** The times to the first and to the last byte of the response; the default is 0. */
    public Builder nanos(long firstByte, long total) {
      firstByteNanos = firstByte;
      totalNanos = total;
      return this;
    }

    /** How many bytes of content were read and written; the default is 0. */
    public Builder bytes(long in, long out) {
      bytesIn = in;
      bytesOut = out;
      return this;
    }

    /** How the request ended; the default is {@link Outcome#COMPLETED}. */
    public Builder outcome(Outcome how) {
      outcome = how;
      return this;
    }

    /** The route and the attempts; the default is {@link Attempts#NONE}. */
    public Builder attempts(Attempts given) {
      attempts = given;
      return this;
    }

    /** Makes the sample. */
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
