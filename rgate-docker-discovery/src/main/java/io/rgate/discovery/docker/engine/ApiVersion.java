package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A version of the Engine API. It is negotiated with each engine and never taken from the
 * environment. An inherited version that an engine no longer supports (29 refuses all below 1.44)
 * would stop the gateway from working.
 */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest version with which this code is tested. */
  static final ApiVersion NEWEST = new ApiVersion(1, 52);

  private static final Pattern FORM = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

  /**
   * The newest version that this code and the engine support.
   *
   * @param min empty if the engine does not report it
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

  /** Returns {@code path} in this version. */
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
