package io.rgate.spi;

import io.rgate.api.Attempt;
import io.rgate.api.Trail;
import org.jspecify.annotations.Nullable;

/**
 * What requests are counted by.
 *
 * @param pathPrefix the route's, or null if no route matched
 * @param backend the route's, or null if no route matched
 * @param endpoint the id, or null if none was tried
 */
public record Series(
    @Nullable String pathPrefix, @Nullable String backend, @Nullable String endpoint) {

  /** Where a request counts: at the endpoint that was tried last. */
  public static Series of(Sample sample) {
    Trail trail = sample.trail();
    return new Series(trail.pathPrefix(), trail.backend(), sample.endpoint());
  }

  /** Where an attempt counts that was followed by another one. */
  static Series of(Sample sample, Attempt attempt) {
    Trail trail = sample.trail();
    return new Series(trail.pathPrefix(), trail.backend(), attempt.endpoint());
  }
}
