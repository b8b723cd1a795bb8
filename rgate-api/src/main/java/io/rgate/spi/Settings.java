package io.rgate.spi;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Typed reads from one section of a configuration; every error names the full key and its place.
 *
 * <p>Which keys are read is remembered, so that {@link #rejectUnknown} can refuse the others: the
 * gateway calls it after a provider has created its product, a provider need not. For one thread.
 */
public final class Settings {
  private final String path;
  private final Map<String, ?> values;
  private final Locator locator;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Settings> children = new LinkedHashMap<>();

  private Settings(String path, Map<String, ?> values, Locator locator) {
    this.path = path;
    this.values = values;
    this.locator = locator;
  }

  /** Settings that were not read from a source: values are strings, numbers, lists and maps. */
  public static Settings of(Map<String, ?> values) {
    return of("", values, key -> null);
  }

  /**
   * Settings of the section {@code path}, whose places {@code locator} knows.
   *
   * @param path the section's full key, empty for the whole configuration
   */
  public static Settings of(String path, Map<String, ?> values, Locator locator) {
    return new Settings(path, values, locator);
  }

  /** Tells where a key stands in the source. */
  @FunctionalInterface
  public interface Locator {

    /** The place of the key with that full path, or null if it is not known. */
    @Nullable Location locate(String path);
  }

  /** Whether the section says anything about {@code key}. */
  public boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  /**
   * A text.
   *
   * @throws InvalidConfigException if the key is missing or no single value
   */
  public String string(String key) {
    String value = scalar(key);
    if (value == null) {
      throw error(key, "is missing");
    }
    return value;
  }

  /**
   * A text, {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it is no single value
   */
  public String string(String key, String fallback) {
    String value = scalar(key);
    return value == null ? fallback : value;
  }

  /**
   * A whole number between {@code min} and {@code max}, {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it is no whole number or out of bounds
   */
  public int integer(String key, int fallback, int min, int max) {
    String value = scalar(key);
    return value == null ? fallback : parse(key, () -> Values.integer(value, min, max));
  }

  /**
   * {@code true} or {@code false}, {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it is neither
   */
  public boolean bool(String key, boolean fallback) {
    String value = scalar(key);
    return value == null ? fallback : parse(key, () -> Values.bool(value));
  }

  /**
   * A duration with its unit: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}; {@code fallback}
   * if the key is missing.
   *
   * @throws InvalidConfigException if it has no such form
   */
  public Duration duration(String key, Duration fallback) {
    String value = scalar(key);
    return value == null ? fallback : parse(key, () -> Values.duration(value));
  }

  /**
   * A number of bytes, with or without a unit: {@code 512}, {@code 64KiB}, {@code 10MiB}, {@code
   * 1GiB}; {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it has no such form
   */
  public long size(String key, long fallback) {
    String value = scalar(key);
    return value == null ? fallback : parse(key, () -> Values.size(value));
  }

  /**
   * A list of texts, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no list, or one of single values
   */
  public List<String> strings(String key) {
    List<String> texts = new ArrayList<>();
    for (Object item : list(key)) {
      String itemKey = key + "[" + texts.size() + "]";
      texts.add(text(itemKey, item));
    }
    return texts;
  }

  /**
   * Texts by name, in order, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no mapping, or one to single values
   */
  public Map<String, String> map(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalMapping(key).forEach((k, v) -> texts.put(k, text(key + "." + k, v)));
    return texts;
  }

  /**
   * The section under {@code key}, an empty one if the key is missing.
   *
   * @throws InvalidConfigException if it is no mapping
   */
  public Settings section(String key) {
    return child(key, optionalMapping(key));
  }

  /**
   * A list of sections, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no list, or one of mappings
   */
  public List<Settings> sections(String key) {
    List<Settings> sections = new ArrayList<>();
    for (Object item : list(key)) {
      String itemKey = key + "[" + sections.size() + "]";
      sections.add(child(itemKey, mapping(itemKey, item)));
    }
    return sections;
  }

  /** An error about {@code key} of this section (empty: the section itself), with its place. */
  public InvalidConfigException error(String key, String problem) {
    return located(new InvalidConfigException(key, problem));
  }

  /**
   * Makes a value from this section; what its constructor finds wrong gets this section's path and
   * place.
   *
   * @throws InvalidConfigException if {@code value} throws one
   */
  public <T> T create(Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidConfigException e) {
      throw e.location().isPresent() ? e : located(e);
    }
  }

  /**
   * Refuses what is there and nobody has asked for, here and in every section that was read.
   *
   * @throws InvalidConfigException if there is an unknown key
   */
  public void rejectUnknown() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw error(key, "unknown key; " + Values.didYouMean(key, known));
      }
    }
    children.values().forEach(Settings::rejectUnknown);
  }

  private InvalidConfigException located(InvalidConfigException e) {
    InvalidConfigException full = e.under(path);
    for (String key = full.key(); ; key = parentOf(key)) {
      Location place = locator.locate(key);
      if (place != null || key.isEmpty()) {
        return place == null ? full : full.at(place);
      }
    }
  }

  private static String parentOf(String key) {
    return key.substring(0, Math.max(0, Math.max(key.lastIndexOf('.'), key.lastIndexOf('['))));
  }

  private <T> T parse(String key, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw error(key, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable String scalar(String key) {
    known.add(key);
    return values.containsKey(key) ? text(key, values.get(key)) : null;
  }

  private String text(String key, @Nullable Object value) {
    if (value == null || value instanceof Map || value instanceof List) {
      throw error(key, "must be a single value, was " + Values.kind(value));
    }
    return value.toString();
  }

  private List<?> list(String key) {
    known.add(key);
    if (!values.containsKey(key)) {
      return List.of();
    }
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw error(key, "must be a list, was " + Values.kind(values.get(key)));
  }

  private Map<String, ?> optionalMapping(String key) {
    known.add(key);
    return values.containsKey(key) ? mapping(key, values.get(key)) : Map.of();
  }

  private Map<String, ?> mapping(String key, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw error(key, "must be a mapping of keys to values, was " + Values.kind(value));
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    return copy;
  }

  /** The same object each time, so that it does not matter through which one a key was read. */
  private Settings child(String key, Map<String, ?> section) {
    String full = path.isEmpty() ? key : path + "." + key;
    return children.computeIfAbsent(key, k -> new Settings(full, section, locator));
  }
}
