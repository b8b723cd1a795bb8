package io.rgate.spi;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Location;

/** Finds the place of a mistake in the source of a configuration. */
final class Places {
  private Places() {}

  /** The same with the place of its full key, or of the nearest section around it that has one. */
  static InvalidConfigException located(InvalidConfigException e, Settings.Locator locator) {
    for (String key = e.key(); ; key = parentOf(key)) {
      Location place = locator.locate(key);
      if (place != null || key.isEmpty()) {
        return place == null ? e : e.at(place);
      }
    }
  }

  /** The key of the section {@code path} that {@code full} lies under; empty if it does not. */
  static String under(String path, String full) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return full.startsWith(prefix) ? full.substring(prefix.length()).split("[.\\[]", 2)[0] : "";
  }

  private static String parentOf(String key) {
    return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
  }
}
