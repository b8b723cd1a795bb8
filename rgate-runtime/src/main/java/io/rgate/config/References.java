package io.rgate.config;

import io.rgate.spi.Settings;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the names by which routes refer to backends, and repeated names. It works on the texts, so
 * that these errors are found even if a route or a backend has other errors.
 */
final class References {
  private final Set<String> backends = new LinkedHashSet<>();
  private final Map<String, String> prefixes = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final boolean onePrefixEach;
  private boolean backendsAreKnown = true;

  /** References of routes, each of which has a prefix of its own if {@code onePrefixEach}. */
  References(boolean onePrefixEach) {
    this.onePrefixEach = onePrefixEach;
  }

  /** Says whether there is a list of backends at all: if not, none of them can be missed. */
  void backendsAreKnown(boolean known) {
    backendsAreKnown = known;
  }

  /** Adds the name of the backend that {@code section} describes; empty if it cannot be read. */
  void backend(Settings section, Optional<String> name) {
    if (name.isEmpty() || name.get().isBlank()) {
      backendsAreKnown = false;
    } else if (!backends.add(name.get())) {
      refuse(
          section,
          "name",
          "'" + name.get() + "' is already taken; give each backend a name of its own");
    }
  }

  /** Takes the prefix and the name of the route that {@code section} describes. */
  void route(Settings section, Optional<String> prefix, Optional<String> name) {
    if (onePrefixEach) {
      prefix.ifPresent(text -> unique(prefixes, section, "path_prefix", text));
    }
    name.or(() -> prefix)
        .ifPresent(text -> unique(names, section, name.isPresent() ? "name" : "path_prefix", text));
  }

  private static void unique(Map<String, String> seen, Settings section, String key, String text) {
    String earlier = seen.putIfAbsent(text, section.error("", "").key());
    if (earlier != null) {
      refuse(
          section,
          key,
          "'"
              + text
              + "' is already taken by "
              + earlier
              + "; give each route a "
              + (key.equals("name") ? "name" : "prefix")
              + " of its own");
    }
  }

  /**
   * Adds the backend's name in the route of {@code section}. All backends have been added before.
   */
  void backendOf(Settings section, String name) {
    if (backendsAreKnown && !name.isBlank() && !backends.contains(name)) {
      refuse(
          section,
          "backend",
          "no backend is named '"
              + name
              + "'; backends: "
              + (backends.isEmpty() ? "none" : String.join(", ", backends)));
    }
  }

  private static void refuse(Settings section, String key, String problem) {
    section.attempt(() -> {
      throw section.error(key, problem);
    });
  }
}
