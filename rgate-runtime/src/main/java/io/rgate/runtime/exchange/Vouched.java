package io.rgate.runtime.exchange;

/**
 * Fields that the gateway sets for an origin, so that no client may say anything in their place.
 */
public final class Vouched {
  private static final NameSet NAMES =
      NameSet.of(
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-server",
          "x-real-ip",
          "x-request-id",
          "client-cert",
          "client-cert-chain");

  private Vouched() {}

  /** Whether some origins read {@code name} as one of them: underscores are hyphens to them. */
  public static boolean isLookalike(String name) {
    return name.indexOf('_') >= 0 && NAMES.contains(name.replace('_', '-'));
  }

  /** Whether {@code name} is one of them, or looks like one. */
  public static boolean isMeant(String name) {
    return NAMES.contains(name) || isLookalike(name);
  }
}
