package io.rgate.api;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be put into force: says where, what is wrong and what would be right.
 *
 * <p>The message is meant to be shown to the person who wrote the configuration, without a stack
 * trace. It reads {@code location: key: problem}, the parts that are not known left out.
 */
public final class InvalidConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;
  private final transient @Nullable Location location;

  /**
   * A problem with one key of the configuration.
   *
   * @param key the key's full path ({@code routes[0].path_prefix}), or empty for the whole
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
  }

  /** The full path of the key that is wrong; empty where the whole is meant. */
  public String key() {
    return key;
  }

  /** What is wrong and what would be right, without the place. */
  public String problem() {
    return problem;
  }

  /** Where it stands in the configuration's source, if it came from one. */
  public Optional<Location> location() {
    return Optional.ofNullable(location);
  }

  /** The same problem, of a key that lies under {@code parent}. */
  public InvalidConfigException under(String parent) {
    String separator = parent.isEmpty() || key.isEmpty() || key.startsWith("[") ? "" : ".";
    return new InvalidConfigException(parent + separator + key, problem, location, this);
  }

  /** The same problem, found at {@code place}. */
  public InvalidConfigException at(Location place) {
    return new InvalidConfigException(key, problem, place, this);
  }

  private static String text(String key, String problem, @Nullable Location location) {
    String where = location == null ? "" : location + ": ";
    return where + (key.isEmpty() ? "" : key + ": ") + problem;
  }
}
