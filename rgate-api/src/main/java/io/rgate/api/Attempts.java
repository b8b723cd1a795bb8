package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done for a request: the route that matched and every endpoint that was tried.
 *
 * @param route the matching route's name, or null if none matched
 * @param backend the matching route's backend, or null if none matched
 * @param all the attempts in the order in which they were made; the answer, if there is one, came
 *     from the last
 */
public record Attempts(@Nullable String route, @Nullable String backend, List<Attempt> all) {
  /** No route matched, no endpoint was tried. */
  public static final Attempts NONE = new Attempts(null, null, List.of());

  /** Copies the attempts. */
  public Attempts {
    requireNonNull(all, "all");
    all = List.copyOf(all);
  }

  /**
   * These attempts, with the last one failed because of {@code why}, {@code nanos} after its
   * recorded time.
   */
  public Attempts lastFailed(Attempt.Failure why, long nanos) {
    if (all.isEmpty()) {
      return this;
    }
    List<Attempt> changed = new ArrayList<>(all);
    Attempt last = changed.removeLast();
    changed.add(last.failed(why, last.nanos() + nanos));
    return new Attempts(route, backend, changed);
  }
}
