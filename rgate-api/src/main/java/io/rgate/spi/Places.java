package io.rgate.spi;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.util.Map;

/** Finds the place of a mistake in the source of a configuration. */
final class Places {
  private Places() {}

  /**
   * The same exception with the place of its key, or of the nearest section around it that has a
   * place.
   */
  static InvalidConfigException located(InvalidConfigException e, Settings.Locator locator) {
    for (String key = e.key(); ; key = parentOf(key)) {
      Location place = locator.locate(key);
      if (place != null || key.isEmpty()) {
        return place == null ? e : e.at(place);
      }
    }
  }

  /**
   * Whether {@code e} is about a key that is missing in the section {@code path} with these values.
   * If the section also has an unknown key, the missing key may be there under a wrong name.
   */
  static boolean isMissing(String path, Map<String, ?> values, InvalidConfigException e) {
    String prefix = path.isEmpty() ? "" : path + ".";
    String key = e.key().startsWith(prefix) ? e.key().substring(prefix.length()) : "";
    return !key.isEmpty() && !values.containsKey(key.split("[.\\[]", 2)[0]);
  }

  private static String parentOf(String key) {
    return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
  }
}
