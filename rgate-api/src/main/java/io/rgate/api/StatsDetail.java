package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traffic up to a moment, divided by route, backend and endpoint. Requests that no route
 * matched are counted in the total only.
 *
 * @param total all requests
 * @param windows the traffic of the last minutes, by the length of the window; empty if windows are
 *     not kept
 * @param routes by path prefix
 * @param backends by name
 * @param endpoints by id: a request counts for the endpoint that was tried last, a retry for the
 *     endpoint that failed
 * @param dropped how many requests were answered but not counted
 */
public record StatsDetail(
    Traffic total,
    Map<Duration, Traffic> windows,
    Map<String, Traffic> routes,
    Map<String, Traffic> backends,
    Map<String, Traffic> endpoints,
    long dropped) {

  /** Copies the maps and keeps their order. */
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
   * Counts of a set of requests.
   *
   * @param since when the first request began, or when counting began; null if there was no request
   * @param statuses how many requests were answered with which class of status
   * @param latency from a request's head to the last byte of its response
   * @param bytesIn bytes of content that clients sent
   * @param bytesOut bytes of content that were written to clients
   * @param retries how many attempts failed and were followed by another one
   */
  public record Traffic(
      @Nullable Instant since,
      Statuses statuses,
      Latency latency,
      long bytesIn,
      long bytesOut,
      long retries) {
    /** The traffic before the first request. */
    public static final Traffic NONE =
        new Traffic(null, new Statuses(0, 0, 0, 0), new Latency(0, 0, 0, 0, 0), 0, 0, 0);

    /** Refuses nulls. */
    public Traffic {
      requireNonNull(statuses, "statuses");
      requireNonNull(latency, "latency");
    }
  }

  /**
   * How many requests were answered with which class of status. A client that went away counts as
   * 499, an answer that ended early as 502.
   *
   * @param successful 2xx
   * @param redirected 3xx
   * @param clientError 4xx
   * @param serverError 5xx
   */
  public record Statuses(long successful, long redirected, long clientError, long serverError) {

    /** The sum of the four counts. */
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
