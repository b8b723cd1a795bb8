package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traffic up to a moment, by where it went. Requests that no route matched are in the total
 * only.
 *
 * @param total all requests
 * @param windows the requests of the last minutes, by how many; empty if that is not kept
 * @param routes by path prefix
 * @param backends by name
 * @param endpoints by id: a request counts for the endpoint that was tried last, a retry for the
 *     one that failed
 * @param dropped how many requests were answered but could not be counted
 */
public record StatsDetail(
    Traffic total,
    Map<Duration, Traffic> windows,
    Map<String, Traffic> routes,
    Map<String, Traffic> backends,
    Map<String, Traffic> endpoints,
    long dropped) {

  /** Copies the maps, in their order. */
  public StatsDetail {
    requireNonNull(total, "total");
    requireNonNull(windows, "windows");
    requireNonNull(routes, "routes");
    requireNonNull(backends, "backends");
    requireNonNull(endpoints, "endpoints");
    windows = copy(windows);
    routes = copy(routes);
    backends = copy(backends);
    endpoints = copy(endpoints);
  }

  private static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * A number of requests.
   *
   * @param since when the first of them began, or since when they are counted; null if there is
   *     none
   * @param statuses how they were answered
   * @param latency from a request's head to the last byte of its response
   * @param bytesIn content that clients sent
   * @param bytesOut content that was written to clients
   * @param retries how many attempts failed and were followed by another one
   */
  public record Traffic(
      @Nullable Instant since,
      Statuses statuses,
      Latency latency,
      long bytesIn,
      long bytesOut,
      long retries) {
    /** No request. */
    public static final Traffic NONE =
        new Traffic(null, new Statuses(0, 0, 0, 0), new Latency(0, 0, 0, 0, 0), 0, 0, 0);

    /** Refuses nulls. */
    public Traffic {
      requireNonNull(statuses, "statuses");
      requireNonNull(latency, "latency");
    }
  }

  /**
   * How many requests were answered with which class of status; a client that went away counts as
   * 499, an answer that broke off as 502.
   *
   * @param successful 2xx
   * @param redirected 3xx
   * @param clientError 4xx
   * @param serverError 5xx
   */
  public record Statuses(long successful, long redirected, long clientError, long serverError) {

    /** All of them together. */
    public long count() {
      return successful + redirected + clientError + serverError;
    }
  }

  /**
   * Latency in milliseconds, with fractions; zeros before the first request.
   *
   * @param average the arithmetic mean
   * @param p50 the value that half of the requests did not exceed
   * @param p95 the value that 95 % of the requests did not exceed
   * @param p99 the value that 99 % of the requests did not exceed
   * @param max the greatest
   */
  public record Latency(double average, double p50, double p95, double p99, double max) {}
}
