package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of endpoints: those whose labels meet all of its conditions.
 *
 * @param name the name by which routes refer to the backend
 * @param matchLabels the conditions, at least one; an endpoint belongs if it meets them all
 * @param balance the name of the balancer that shares out its requests; null: the gateway's default
 * @param resilience how it serves on while some of its endpoints fail
 */
public record Backend(
    String name, List<LabelMatch> matchLabels, @Nullable String balance, Resilience resilience) {

  /** A backend whose requests are shared out as the gateway does by default. */
  public Backend(String name, List<LabelMatch> matchLabels) {
    this(name, matchLabels, null, Resilience.DEFAULT);
  }

  /** The same backend whose requests the balancer of that name shares out. */
  public Backend withBalance(String other) {
    return new Backend(name, matchLabels, requireNonNull(other, "other"), resilience);
  }

  /** The same backend that serves on in another way while endpoints fail. */
  public Backend withResilience(Resilience other) {
    return new Backend(name, matchLabels, balance, other);
  }

  /**
   * Checks and copies the conditions.
   *
   * @throws InvalidConfigException if a name is blank or there is no condition
   */
  public Backend {
    requireNonNull(name, "name");
    requireNonNull(matchLabels, "matchLabels");
    requireNonNull(resilience, "resilience");
    List<InvalidConfigException> problems = new ArrayList<>();
    if (name.isBlank()) {
      problems.add(new InvalidConfigException("name", "must not be blank"));
    }
    matchLabels = List.copyOf(matchLabels);
    if (matchLabels.isEmpty()) {
      problems.add(
          new InvalidConfigException(
              "match_labels",
              "must name at least one label (KEY=VALUE, or a bare KEY); an empty list would select"
                  + " every container"));
    }
    if (balance != null && balance.isBlank()) {
      problems.add(new InvalidConfigException("balance", "must name a balancer, was blank"));
    }
    InvalidConfigException.throwIfAny(problems);
  }

  /** Whether {@code endpoint} belongs to this backend. */
  public boolean selects(Endpoint endpoint) {
    for (LabelMatch match : matchLabels) {
      if (!match.matches(endpoint.labels())) {
        return false;
      }
    }
    return true;
  }
}
