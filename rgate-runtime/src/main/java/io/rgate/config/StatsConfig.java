package io.rgate.config;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;

/**
 * The settings of the statistics that concern all sinks; fixed while a gateway runs.
 *
 * @param path the path of the statistics, or {@link #OFF}
 * @param recordPath whether a sample contains the request's raw path
 */
public record StatsConfig(String path, boolean recordPath) {
  /** The value of {@code path} if the statistics cannot be read over HTTP. */
  public static final String OFF = "off";

  /** The default: {@code /stats}, and no raw paths. */
  public static final StatsConfig DEFAULT = new StatsConfig("/stats", false);

  /**
   * Checks the path.
   *
   * @throws InvalidConfigException if the path is not {@link #OFF} and does not begin with {@code
   *     /}, or if it has a query
   */
  public StatsConfig {
    requireNonNull(path, "path");
    if (!path.equals(OFF) && (!path.startsWith("/") || path.contains("?"))) {
      throw new InvalidConfigException(
          "path", "must be a path such as /stats, or 'off', was '" + path + "'");
    }
  }
}
