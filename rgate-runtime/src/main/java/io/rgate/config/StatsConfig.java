package io.rgate.config;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;

/**
 * What of the statistics does not depend on where they go; fixed for as long as a gateway runs.
 *
 * @param path where they are asked for, or {@link #OFF}
 * @param recordPath whether a sample has the request's raw path
 */
public record StatsConfig(String path, boolean recordPath) {
  /** The path of statistics that nobody can ask for over HTTP. */
  public static final String OFF = "off";

  /** What is in force where a configuration says nothing: {@code /stats}, and no raw paths. */
  public static final StatsConfig DEFAULT = new StatsConfig("/stats", false);

  /**
   * Checks the path.
   *
   * @throws InvalidConfigException if it is neither {@link #OFF} nor begins with {@code /}, or has
   *     a query
   */
  public StatsConfig {
    requireNonNull(path, "path");
    if (!path.equals(OFF) && (!path.startsWith("/") || path.contains("?"))) {
      throw new InvalidConfigException(
          "path", "must be a path such as /stats, or 'off', was '" + path + "'");
    }
  }
}
