package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an answer was come by: the route that matched and every endpoint that was tried.
 *
 * @param pathPrefix the matching route's prefix, or null if none matched
 * @param backend the matching route's backend, or null if none matched
 * @param attempts in the order in which they were made; the last one gave the answer, if any did
 */
public record Trail(@Nullable String pathPrefix, @Nullable String backend, List<Attempt> attempts) {
  /** No route matched, no endpoint was tried. */
  public static final Trail NONE = new Trail(null, null, List.of());

  /** Copies the attempts. */
  public Trail {
    requireNonNull(attempts, "attempts");
    attempts = List.copyOf(attempts);
  }

  /** The same trail, its last attempt failed with {@code why}, {@code nanos} later than it said. */
  public Trail lastFailed(Attempt.Failure why, long nanos) {
    if (attempts.isEmpty()) {
      return this;
    }
    List<Attempt> changed = new ArrayList<>(attempts);
    Attempt last = changed.removeLast();
    changed.add(last.failed(why, last.nanos() + nanos));
    return new Trail(pathPrefix, backend, changed);
  }
}
