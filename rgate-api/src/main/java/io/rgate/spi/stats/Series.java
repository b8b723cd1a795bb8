package io.rgate.spi.stats;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.spi.Sample;
import org.jspecify.annotations.Nullable;

/**
 * The key by which requests are counted.
 *
 * @param route the route's name; null if no route matched
 * @param backend the name of the route's backend, or null if no route matched
 * @param endpoint the endpoint's id, or null if no endpoint was tried
 */
public record Series(@Nullable String route, @Nullable String backend, @Nullable String endpoint) {
  /** Stands for the endpoints, or routes, that are no longer counted separately. */
  public static final String OTHERS = "(others)";

  /** The series of a request: that of the endpoint that was tried last. */
  public static Series of(Sample sample) {
    return at(sample, sample.endpoint());
  }

  /** The series of an attempt that was followed by another one. */
  static Series of(Sample sample, Attempt attempt) {
    return at(sample, attempt.endpoint());
  }

  private static Series at(Sample sample, @Nullable String endpoint) {
    Attempts tried = sample.attempts();
    return new Series(tried.route(), tried.backend(), endpoint);
  }

  /** Whether this series is of one endpoint, not of {@link #OTHERS}. */
  public boolean ofOneEndpoint() {
    return endpoint != null && !endpoint.equals(OTHERS);
  }

  /** The series that counts for this route when its endpoint is no longer counted separately. */
  public Series withoutEndpoint() {
    return new Series(route, backend, OTHERS);
  }
}
