package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A version of the Engine API. It is agreed upon with each engine anew and never taken from the
 * environment: an inherited version that an engine no longer speaks (29 refuses all below 1.44)
 * would keep the gateway from working at all.
 */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest one that this code is known to work with. */
  static final ApiVersion NEWEST = new ApiVersion(1, 52);

  private static final Pattern FORM = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

  /**
   * The newest one we know inside the engine's range.
   *
   * @param min empty if the engine does not tell
   */
  static ApiVersion within(String min, String max) throws IOException {
    ApiVersion highest = parse(max);
    ApiVersion wanted = NEWEST.compareTo(highest) < 0 ? NEWEST : highest;
    ApiVersion lowest = min.isEmpty() ? wanted : parse(min);
    return wanted.compareTo(lowest) < 0 ? lowest : wanted;
  }

  private static ApiVersion parse(String text) throws IOException {
    if (!FORM.matcher(text).matches()) {
      throw new IOException("GET /version: no Docker Engine, its ApiVersion is '" + text + "'");
    }
    int dot = text.indexOf('.');
    return new ApiVersion(
        Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  /** {@code path} in this version. */
  String path(String path) {
    return "/v" + this + path;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
