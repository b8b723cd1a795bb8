package io.rgate.spi;

import io.rgate.api.AddressBlock;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The single values of a section, by type; {@link Settings} has the rest. */
abstract sealed class TypedSettings permits Settings {

  TypedSettings() {}

  /**
   * The value of {@code key} in that form, empty if the key is missing; what {@code form} refuses
   * by an IllegalArgumentException is an error about the key.
   */
  abstract <T> Optional<T> read(String key, Function<String, T> form);

  /** The text of {@code key}, null if the key is missing. */
  abstract @Nullable String scalar(String key);

  /** Where {@code key} stands in the source, or null if that is not known. */
  abstract @Nullable Location place(String key);

  /** An error about {@code key}, with its place. */
  public abstract InvalidConfigException error(String key, String problem);

  /** The section under {@code key}, an empty one if the key is missing. */
  public abstract Settings section(String key);

  /** A list of sections, empty if the key is missing. */
  public abstract List<Settings> sections(String key);

  /** Whether {@code key} holds a section, be it empty. */
  public abstract boolean isMapping(String key);

  /** A list of texts, empty if the key is missing. */
  public abstract List<String> strings(String key);

  /** Makes a value; what is wrong may be noted, and there is none then. */
  public abstract <T> Optional<T> attempt(Supplier<? extends @Nullable T> value);

  /**
   * A list of addresses and networks, such as {@code 10.0.0.0/8}; empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no list, or one is wrong
   */
  public List<AddressBlock> addressBlocks(String key) {
    List<AddressBlock> blocks = new ArrayList<>();
    List<String> texts = strings(key);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      String item = key + "[" + i + "]";
      attempt(() -> addressBlock(item, text)).ifPresent(blocks::add);
    }
    return blocks;
  }

  private AddressBlock addressBlock(String key, String text) {
    try {
      return AddressBlock.parse(text);
    } catch (InvalidConfigException e) {
      throw error(key, e.problem()); // a block does not know its key
    }
  }

  /** The plug-in whose type and settings this section holds, empty if it has no type. */
  abstract Optional<Plugin> asPlugin();

  /**
   * The plug-in that {@code key} names: a section with a {@code type}, or the type alone; empty if
   * the key is missing. Its provider checks its settings later.
   *
   * @throws InvalidConfigException if it is a list, or has no type
   */
  public Optional<Plugin> plugin(String key) {
    return isMapping(key)
        ? section(key).asPlugin()
        : optionalString(key).map(type -> type.isBlank() ? refused(key) : Plugin.of(type));
  }

  private Plugin refused(String key) {
    throw error(key, "must name a plug-in, was blank");
  }

  /**
   * The plug-ins that a list names, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no list of sections, or one has no type
   */
  public List<Plugin> plugins(String key) {
    return sections(key).stream().flatMap(item -> item.asPlugin().stream()).toList();
  }

  private <T> T needed(String key, Function<String, T> form) {
    if (scalar(key) == null) {
      throw error(key, "is missing");
    }
    return read(key, form).orElseThrow(() -> error(key, "is wrong"));
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
    return optionalString(key).orElse(fallback);
  }

  /**
   * A text, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no single value
   */
  public Optional<String> optionalString(String key) {
    return read(key, text -> text);
  }

  /**
   * A whole number between {@code min} and {@code max}, {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it is no whole number or out of bounds
   */
  public int integer(String key, int fallback, int min, int max) {
    return optionalInteger(key, min, max).orElse(fallback);
  }

  /**
   * A whole number between {@code min} and {@code max}, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no whole number or out of bounds
   */
  public Optional<Integer> optionalInteger(String key, int min, int max) {
    return read(key, text -> Values.integer(text, min, max));
  }

  /**
   * {@code true} or {@code false}, {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it is neither
   */
  public boolean bool(String key, boolean fallback) {
    return optionalBool(key).orElse(fallback);
  }

  /**
   * {@code true} or {@code false}, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is neither
   */
  public Optional<Boolean> optionalBool(String key) {
    return read(key, Values::bool);
  }

  /**
   * A duration with its unit: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}; {@code fallback}
   * if the key is missing.
   *
   * @throws InvalidConfigException if it has no such form
   */
  public Duration duration(String key, Duration fallback) {
    return optionalDuration(key).orElse(fallback);
  }

  /**
   * A duration with its unit, empty if the key is missing.
   *
   * @throws InvalidConfigException if it has no such form
   */
  public Optional<Duration> optionalDuration(String key) {
    return read(key, Values::duration);
  }

  /**
   * A number of bytes, with or without a unit: {@code 512}, {@code 64KiB}, {@code 10MiB}, {@code
   * 1GiB}; {@code fallback} if the key is missing.
   *
   * @throws InvalidConfigException if it has no such form
   */
  public long size(String key, long fallback) {
    return optionalSize(key).orElse(fallback);
  }

  /**
   * A number of bytes, with or without a unit, empty if the key is missing.
   *
   * @throws InvalidConfigException if it has no such form
   */
  public Optional<Long> optionalSize(String key) {
    return read(key, Values::size);
  }

  /**
   * One of the constants of {@code type}, {@code fallback} if the key is missing. The file has its
   * name in small letters; {@code _} and {@code -} are the same.
   *
   * @throws InvalidConfigException with all constants if it is none of them
   */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return optionalChoice(key, type).orElse(fallback);
  }

  /**
   * One of the constants of {@code type} as {@link #choice} reads it, empty if the key is missing.
   *
   * @throws InvalidConfigException with all constants if it is none of them
   */
  public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    return read(key, text -> Values.choice(text, type));
  }

  /**
   * A path; one that is not absolute begins at the folder of the configuration file, or where there
   * is no file at the working directory.
   *
   * @throws InvalidConfigException if the key is missing or no path
   */
  public Path path(String key) {
    return needed(key, text -> Values.path(text, source(key)));
  }

  /**
   * A path as {@link #path(String)} reads it, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no path
   */
  public Optional<Path> optionalPath(String key) {
    return read(key, text -> Values.path(text, source(key)));
  }

  /**
   * A path as {@link #path(String)} reads it; if the key is missing {@code fallback}, which begins
   * at the same folder.
   *
   * @throws InvalidConfigException if it is no path
   */
  public Path path(String key, String fallback) {
    return optionalPath(key)
        .orElseGet(() ->
            Values.path(fallback, error(key, "").location().map(Location::source).orElse(null)));
  }

  /**
   * A text that no message shows.
   *
   * @throws InvalidConfigException if the key is missing or no single value
   */
  public Settings.Secret secret(String key) {
    return needed(key, Settings.Secret::new);
  }

  /**
   * A text that no message shows, empty if the key is missing.
   *
   * @throws InvalidConfigException if it is no single value
   */
  public Optional<Settings.Secret> optionalSecret(String key) {
    return read(key, Settings.Secret::new);
  }

  private @Nullable String source(String key) {
    Location place = place(key);
    return place == null ? null : place.source();
  }
}
