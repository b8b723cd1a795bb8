package io.rgate.spi;

import static java.util.Objects.requireNonNull;

import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Typed reads from one section of a configuration; every error names the full key and its place.
 * Which keys are read is remembered, so that {@link #rejectUnknown} can refuse the others: the
 * gateway calls it after a provider has created its product, a provider need not. For one thread.
 */
public final class Settings extends TypedSettings {
  private final String path;
  private final Map<String, ?> values;
  private final Locator locator;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Settings> children = new LinkedHashMap<>();
  private final Mistakes mistakes;
  private boolean misspelt;

  private Settings(String path, Map<String, ?> values, Locator locator, Mistakes mistakes) {
    this.path = path;
    this.values = values;
    this.locator = locator;
    this.mistakes = mistakes;
  }

  /** Settings without a source: values are strings, numbers, lists and maps. */
  public static Settings of(Map<String, ?> values) {
    return of("", values, key -> null);
  }

  /**
   * Settings of the section of the key {@code path}, empty for all; {@code locator} knows places.
   */
  public static Settings of(String path, Map<String, ?> values, Locator locator) {
    return new Settings(path, values, locator, new Mistakes());
  }

  /** A text that no log and no message may show. */
  public static final class Secret {
    private final String value;

    /** Keeps {@code value}. */
    public Secret(String value) {
      this.value = requireNonNull(value, "value");
    }

    /** The text itself, for the one who needs it. */
    public String value() {
      return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    /** Reads as {@code ***}. */
    @Override
    public String toString() {
      return "***";
    }
  }

  /** Tells where a key stands in the source. */
  @FunctionalInterface
  public interface Locator {

    /** The place of the key with that full path, or null if it is not known. */
    @Nullable Location locate(String path);
  }

  /** Whether {@code key} holds a list, be it empty. */
  public boolean isList(String key) {
    return has(key) && values.get(key) instanceof List;
  }

  @Override
  public boolean isMapping(String key) {
    return has(key) && values.get(key) instanceof Map;
  }

  /** Whether the section says anything about {@code key}. */
  public boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  /**
   * A list of texts, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no list, or one of single values
   */
  @Override
  public List<String> strings(String key) {
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (Object item : list(key)) {
      String itemKey = key + "[" + index++ + "]";
      texts.add(noted(() -> text(itemKey, item)).orElse("")); // so that the others keep their index
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
    Settings map = section(key);
    map.values
        .keySet()
        .forEach(name -> map.noted(() -> map.scalar(name)).ifPresent(t -> texts.put(name, t)));
    return texts;
  }

  /**
   * The section under {@code key}, an empty one if the key is missing.
   *
   * @throws InvalidConfigException if it is no mapping
   */
  @Override
  public Settings section(String key) {
    return child(key, has(key) ? values.get(key) : Map.of());
  }

  /**
   * A list of sections, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no list, or one of mappings
   */
  @Override
  public List<Settings> sections(String key) {
    List<Settings> sections = new ArrayList<>();
    int index = 0;
    for (Object item : list(key)) {
      String itemKey = key + "[" + index++ + "]";
      sections.add(child(itemKey, item));
    }
    return sections;
  }

  @Override
  Optional<Plugin> asPlugin() {
    known.addAll(values.keySet());
    Map<String, Object> own = new LinkedHashMap<>(values);
    own.remove("type");
    return attempt(() -> new Plugin(string("type"), own));
  }

  /** An error about {@code key} of this section (empty: the section itself), with its place. */
  @Override
  public InvalidConfigException error(String key, String problem) {
    return located(new InvalidConfigException(key, problem));
  }

  /**
   * Makes a value from this section; what its constructor finds wrong gets this section's path and
   * place.
   *
   * @throws InvalidConfigException if {@code value} throws one
   */
  public <T extends @Nullable Object> T create(Supplier<? extends T> value) {
    try {
      return value.get();
    } catch (InvalidConfigException e) {
      throw e.location().isPresent()
          ? e
          : InvalidConfigException.of(e.problems().stream().map(this::located).toList());
    }
  }

  /**
   * Makes a value as {@link #create} does; within {@link #collect} what is wrong is noted, and
   * there is no value then.
   *
   * @throws InvalidConfigException if {@code value} throws one outside of {@link #collect}
   */
  @Override
  public <T> Optional<T> attempt(Supplier<? extends @Nullable T> value) {
    return noted(() -> create(value));
  }

  private <T> Optional<T> noted(Supplier<? extends @Nullable T> value) {
    try {
      return Optional.ofNullable(value.get());
    } catch (InvalidConfigException e) {
      if (!misspelt || !Places.isMissing(path, values, e)) {
        mistakes.add(e);
      }
      return Optional.empty();
    }
  }

  /**
   * Runs {@code reading} to its end, whatever is wrong with these settings: meanwhile a wrong value
   * is noted and its fallback stands in. A product that is made of wrong settings is closed.
   *
   * @throws InvalidConfigException with all that was wrong
   */
  public <T> T collect(Supplier<T> reading) {
    return mistakes.collect(reading);
  }

  /**
   * Refuses what is there and nobody has asked for, here and in every section that was read.
   *
   * @throws InvalidConfigException with all unknown keys, if there are any
   */
  public void rejectUnknown() {
    List<InvalidConfigException> unknown = new ArrayList<>();
    addUnknown(unknown);
    if (!unknown.isEmpty()) {
      mistakes.add(InvalidConfigException.of(unknown));
    }
  }

  private void addUnknown(List<InvalidConfigException> unknown) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        misspelt = true;
        mistakes.forgetIf(e -> Places.isMissing(path, values, e));
        unknown.add(error(key, "unknown key; " + Values.didYouMean(key, known)));
      }
    }
    children.values().forEach(child -> child.addUnknown(unknown));
  }

  @Override
  @Nullable Location place(String key) {
    return locator.locate(path.isEmpty() ? key : path + "." + key);
  }

  private InvalidConfigException located(InvalidConfigException e) {
    return Places.located(e.under(path), locator);
  }

  @Override
  <T> Optional<T> read(String key, Function<String, T> form) {
    return noted(() -> {
      String text = scalar(key);
      return text == null ? null : checked(key, () -> form.apply(text));
    });
  }

  private <T> T checked(String key, Supplier<T> form) {
    try {
      return form.get();
    } catch (IllegalArgumentException e) {
      throw error(key, String.valueOf(e.getMessage()));
    }
  }

  @Override
  @Nullable String scalar(String key) {
    return has(key) ? text(key, values.get(key)) : null;
  }

  private String text(String key, @Nullable Object value) {
    return checked(key, () -> Values.single(value));
  }

  private List<?> list(String key) {
    Supplier<List<?>> read = () -> checked(key, () -> Values.list(values.get(key)));
    return has(key) ? noted(read).orElse(List.of()) : List.of();
  }

  /** The same object each time, so that it does not matter through which one a key was read. */
  private Settings child(String key, @Nullable Object value) {
    Settings made = children.get(key);
    if (made == null) {
      String full = path.isEmpty() ? key : path + "." + key;
      Optional<Map<String, ?>> section = noted(() -> checked(key, () -> Values.mapping(value)));
      made = new Settings(full, section.orElse(Map.of()), locator, mistakes);
      made.misspelt = section.isEmpty(); // all that is missing there follows from this mistake
      children.put(key, made);
    }
    return made;
  }
}
