package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A named set of endpoints: those whose labels meet all of its conditions.
 *
 * @param name the name by which routes refer to the backend
 * @param matchLabels the conditions, at least one; an endpoint belongs if it meets them all
 */
public record Backend(String name, List<LabelMatch> matchLabels) {

  /**
   * Checks and copies the conditions.
   *
   * @throws InvalidConfigException if the name is blank or there is no condition
   */
  public Backend {
    requireNonNull(name, "name");
    requireNonNull(matchLabels, "matchLabels");
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
