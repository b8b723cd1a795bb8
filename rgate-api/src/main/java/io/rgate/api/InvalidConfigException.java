package io.rgate.api;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be applied. The message says where, what is wrong and what would be
 * right.
 *
 * <p>The message is meant to be shown to the person who wrote the configuration, without a stack
 * trace. It has the form {@code location: key: problem}, without the parts that are not known. If
 * there are several problems, it has one line for each.
 */
public final class InvalidConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;
  private final transient @Nullable Location location;
  private final InvalidConfigException[] several;

  /**
   * A problem with one key of the configuration.
   *
   * @param key the key's full path ({@code routes[0].path_prefix}), or empty for the whole
   *     configuration
   * @param problem what is wrong and what would be right
   */
  public InvalidConfigException(String key, String problem) {
    this(key, problem, null, null);
  }

  private InvalidConfigException(
      String key, String problem, @Nullable Location location, @Nullable Throwable cause) {
    super(text(key, problem, location), cause);
    this.key = key;
    this.problem = problem;
    this.location = location;
    this.several = new InvalidConfigException[0];
  }

  private InvalidConfigException(List<InvalidConfigException> several) {
    super(
        several.stream().map(InvalidConfigException::getMessage).collect(Collectors.joining("\n")),
        several.getFirst());
    this.key = several.getFirst().key;
    this.problem = several.getFirst().problem;
    this.location = several.getFirst().location;
    this.several = several.toArray(InvalidConfigException[]::new);
  }

  /**
   * Makes one exception of all {@code problems}, sorted by their places. Problems without a place
   * come last. Of several problems of one key only the first is kept.
   *
   * @throws IllegalArgumentException if {@code problems} is empty
   */
  public static InvalidConfigException of(List<InvalidConfigException> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one problem");
    }
    Map<String, InvalidConfigException> byKey = new LinkedHashMap<>();
    for (InvalidConfigException given : problems) {
      for (InvalidConfigException one : given.problems()) {
        byKey.putIfAbsent(one.key.isEmpty() ? one.getMessage() : one.key, one);
      }
    }
    List<InvalidConfigException> sorted = new ArrayList<>(byKey.values());
    sorted.sort(Comparator.comparing(e -> e.location, Comparator.nullsLast(Location.IN_TEXT)));
    return sorted.size() == 1 ? sorted.getFirst() : new InvalidConfigException(sorted);
  }

  /**
   * Throws one exception for all of {@code problems}, if there are any.
   *
   * @throws InvalidConfigException made by {@link #of}
   */
  public static void throwIfAny(List<InvalidConfigException> problems) {
    if (!problems.isEmpty()) {
      throw of(problems);
    }
  }

  /**
   * The single problems in the order of the message; only this exception itself if there is just
   * one.
   */
  public List<InvalidConfigException> problems() {
    return several.length == 0 ? List.of(this) : List.of(several);
  }

  /**
   * The full path of the wrong key (of the first one if there are several); empty for the whole
   * configuration.
   */
  public String key() {
    return key;
  }

  /** What is wrong and what would be right, without the place. */
  public String problem() {
    return problem;
  }

  /** The place in the configuration's source, if the configuration came from a source. */
  public Optional<Location> location() {
    return Optional.ofNullable(location);
  }

  /** The same problem, with a key that lies under {@code parent}. */
  public InvalidConfigException under(String parent) {
    if (several.length > 0) {
      return each(e -> e.under(parent));
    }
    String separator = parent.isEmpty() || key.isEmpty() || key.startsWith("[") ? "" : ".";
    return new InvalidConfigException(parent + separator + key, problem, location, this);
  }

  /** The same problem, located at {@code place}. */
  public InvalidConfigException at(Location place) {
    if (several.length > 0) {
      return each(e -> e.at(place));
    }
    return new InvalidConfigException(key, problem, place, this);
  }

  private InvalidConfigException each(UnaryOperator<InvalidConfigException> change) {
    return of(Stream.of(several).map(change).toList());
  }

  private static String text(String key, String problem, @Nullable Location location) {
    String where = location == null ? "" : location + ": ";
    return where + (key.isEmpty() ? "" : key + ": ") + problem;
  }

  /**
   * A place in a configuration source.
   *
   * @param source the file or other source as the user named it
   * @param line counted from 1
   * @param column counted from 1
   */
  public record Location(String source, int line, int column) {
    /** By source, then by line, then by column. */
    static final Comparator<Location> IN_TEXT =
        Comparator.comparing(Location::source)
            .thenComparingInt(Location::line)
            .thenComparingInt(Location::column);

    /** Refuses nulls. */
    public Location {
      requireNonNull(source, "source");
    }

    /** Reads as {@code source:line:column}, the form that editors and terminals make clickable. */
    @Override
    public String toString() {
      return source + ":" + line + ":" + column;
    }
  }
}
