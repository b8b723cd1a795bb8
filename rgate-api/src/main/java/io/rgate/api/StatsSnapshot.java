package io.rgate.api;

import static java.util.Objects.requireNonNull;

/**
 * The traffic up to a moment.
 *
 * @param success how many requests were answered with a status of 200 to 399
 * @param error how many requests were answered with any other status
 * @param latency of all requests, from a request's head to the last byte of its response
 */
public record StatsSnapshot(long success, long error, Latency latency) {
  /** The traffic before the first request. */
  public static final StatsSnapshot EMPTY = new StatsSnapshot(0, 0, new Latency(0, 0, 0));

  /** Refuses nulls. */
  public StatsSnapshot {
    requireNonNull(latency, "latency");
  }

  /**
   * Latency in milliseconds, with fractions; zeros before the first request.
   *
   * @param average the arithmetic mean
   * @param p95 the value that 95 % of the requests did not exceed
   * @param p99 the value that 99 % of the requests did not exceed
   */
  public record Latency(double average, double p95, double p99) {}
}
