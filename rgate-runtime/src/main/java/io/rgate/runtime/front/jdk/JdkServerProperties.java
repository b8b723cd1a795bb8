package io.rgate.runtime.front.jdk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The system properties that the JDK's server reads once, when its classes are loaded. They are set
 * before that, if the application has not set them itself, and only if that server is used.
 */
public final class JdkServerProperties {
  private JdkServerProperties() {}

  /** The values that are set if none are there; the documentation lists these as -D lines. */
  public static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    // Without it, every response of two writes waits 40 ms for a delayed acknowledgement.
    defaults.put("sun.net.httpserver.nodelay", "true");
    // By default the server silently cuts idle connections above 200.
    defaults.put("sun.net.httpserver.maxIdleConnections", "20000");
    defaults.put("sun.net.httpserver.idleInterval", "75");
    // Beyond these the server silently cuts the connection, so they are above the gateway's limits.
    defaults.put("sun.net.httpserver.maxReqHeaderSize", "131072");
    defaults.put("sun.net.httpserver.maxReqHeaders", "201");
    return defaults;
  }

  static void prepare() {
    defaults()
        .forEach((key, value) -> {
          if (System.getProperty(key) == null) {
            System.setProperty(key, value);
          }
        });
  }
}
