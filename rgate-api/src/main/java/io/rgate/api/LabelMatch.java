package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One condition on an endpoint's labels: that a label is present, or that it has exactly one value.
 *
 * @param key the label's key, compared exactly
 * @param value the label's value, compared exactly; null if the label must only be present
 */
public record LabelMatch(String key, @Nullable String value) {

  /**
   * Checks the key.
   *
   * @throws InvalidConfigException if the key is blank
   */
  public LabelMatch {
    requireNonNull(key, "key");
    if (key.isBlank()) {
      throw new InvalidConfigException(
          "",
          "must be KEY=VALUE or a bare KEY, was '"
              + key
              + (value == null ? "" : "=" + value)
              + "'");
    }
  }

  /**
   * Parses {@code KEY=VALUE} or {@code KEY} alone; the value may contain equals signs.
   *
   * @throws InvalidConfigException if the key is blank
   */
  public static LabelMatch parse(String text) {
    requireNonNull(text, "text");
    int equals = text.indexOf('=');
    return equals < 0
        ? new LabelMatch(text, null)
        : new LabelMatch(text.substring(0, equals), text.substring(equals + 1));
  }

  /** Whether {@code labels} meet this condition. */
  public boolean matches(Map<String, String> labels) {
    return value == null ? labels.containsKey(key) : value.equals(labels.get(key));
  }

  /** The condition as it is written in a configuration. */
  @Override
  public String toString() {
    return value == null ? key : key + "=" + value;
  }
}
